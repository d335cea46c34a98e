import './index.css';

document.querySelector('#root').innerHTML = `<h1>Hello from ${location.pathname}</h1>`;
