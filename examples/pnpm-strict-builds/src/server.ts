import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono();
app.get('/healthz', (context) => context.json({ ok: true }));
app.get('/', (context) => context.text('Hello from Hono, installed by pnpm'));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) });
