import { createServer } from 'node:http';
import kleur from 'kleur';

createServer((_request, response) => response.end('admin')).listen(process.env.PORT ?? 3001, () => {
  console.log(kleur.green('admin'));
});
