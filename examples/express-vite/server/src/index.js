const path = require('node:path');
const express = require('express');

const app = express();
const site = path.join(__dirname, '../../client/dist');

app.get('/api/items', (request, response) => response.json({ items: ['cup', 'plate'] }));
app.use(express.static(site));

app.listen(process.env.PORT || 4000);
