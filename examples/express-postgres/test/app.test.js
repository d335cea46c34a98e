import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from '../lib/app.js';

test('a visit is counted', async () => {
  const server = createApp(async () => ({ visits: 1, asked: 1 })).listen(0);
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/visits`);
  assert.deepEqual(await answer.json(), { visits: 1, asked: 1 });
  server.close();
});
