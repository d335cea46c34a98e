const assert = require('node:assert');
const { test } = require('node:test');
const { flags } = require('machine');

test('the machine has an architecture', () => {
  assert.equal(typeof flags().arch, 'string');
});
