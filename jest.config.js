/** Tests run as ES modules: `node --experimental-vm-modules node_modules/jest/bin/jest.js`, see package.json. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // The tests of the example apps are theirs, not ours.
  modulePathIgnorePatterns: ['<rootDir>/examples/', '<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023', experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
};
