const assert = require('node:assert');
const { test } = require('node:test');
const { holds } = require('passwords');

test('a password fits its own hash', () => {
  assert.ok(holds('correct horse'));
});
