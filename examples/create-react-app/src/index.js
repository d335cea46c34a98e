import { createRoot } from 'react-dom/client';

createRoot(document.getElementById('root')).render(<h1>Hello, {process.env.REACT_APP_NAME ?? 'reader'}</h1>);
