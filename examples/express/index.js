const express = require('express');

const app = express();
app.get('/', (_request, response) => response.send('Hello from Express'));
app.get('/health', (_request, response) => response.json({ ok: true }));

const port = process.env.PORT || 3000;
app.listen(port, () => console.log(`listening on ${port}`));
