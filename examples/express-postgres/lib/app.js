import express from 'express';

export function createApp(visit) {
  const app = express();
  app.get('/health', (_request, response) => response.json({ ok: true }));
  app.get('/visits', async (_request, response) => response.json(await visit()));
  return app;
}
