const assert = require('node:assert');
const test = require('node:test');

test('express is installed', () => {
  assert.strictEqual(typeof require('express'), 'function');
});
