const { createServer } = require('node:http');
const { flags } = require('machine');

const server = createServer((request, response) => {
  if (request.url === '/health') return response.end('ok');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ compiled: typeof flags().arch === 'string' }));
});

server.listen(process.env.PORT || 3000);
