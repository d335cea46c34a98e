import { greeting } from '@example/greeting';
import { fastify } from 'fastify';

const server = fastify();
server.get('/', () => ({ message: greeting('workspace') }));
server.get('/health', () => ({ ok: true }));

await server.listen({ port: Number(process.env['PORT'] ?? 3000), host: '0.0.0.0' });
