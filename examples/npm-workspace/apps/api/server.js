const { createServer } = require('node:http');
const { holds } = require('passwords');

const server = createServer((request, response) => {
  if (request.url === '/health') return response.end('ok');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ holds: holds('correct horse') }));
});

server.listen(process.env.PORT || 3000);
