const server = Bun.serve({
  port: Number(process.env.PORT ?? 3000),
  routes: { '/': () => new Response('Hello from Bun'), '/health': () => Response.json({ ok: true }) },
});
console.log(`listening on ${server.port}`);
