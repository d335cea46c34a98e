const { createServer } = require('node:http');
const kleur = require('kleur');

createServer((_request, response) => response.end('web')).listen(process.env.PORT ?? 3001, () => {
  console.log(kleur.green('web'));
});
