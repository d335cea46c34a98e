import Koa from 'koa';

const app = new Koa();
app.use((context) => {
  context.body = context.path === '/health' ? { ok: true } : `Hello from Koa, ${process.version}\n`;
});

const server = app.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close());
