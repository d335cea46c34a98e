import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';
import { greet } from './greet.js';

const app = Fastify({ logger: true });

app.get('/', async () => greet('TypeScript'));
app.get('/page', async (_request, reply) => reply.type('text/html').send(await readFile('views/page.html', 'utf8')));
app.get('/healthz', async () => ({ ok: true }));

await app.listen({ host: '0.0.0.0', port: Number(process.env.PORT ?? 4000) });

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void app.close());
}
