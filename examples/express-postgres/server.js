import { createServer } from 'node:http';
import { createApp } from './lib/app.js';
import { close, prepare, visit } from './lib/stores.js';

const port = process.env.PORT ?? 3000;
const server = createServer(createApp(visit)).listen(port, () => console.log(`listening on ${port}`));

// The app answers before its stores do: its health says nothing of theirs.
prepare().catch((error) => console.error(`no database: ${error.message}`));

process.on('SIGTERM', () => {
  server.close();
  void close();
});
