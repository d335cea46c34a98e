import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The rooms between Repo and files: the same input gives the same output, and nothing else is touched. */
const PURE = ['detect', 'parse', 'preset', 'plan', 'render', 'model', 'check', 'import', 'verify'].map(
  (room) => `src/${room}/**/*.ts`,
);
const WHY_PURE = 'detect, preset, plan and render are pure: what they need is in the Repo or in their arguments.';

export default tseslint.config(
  { ignores: ['dist/', 'src/generated/', 'examples/', 'templates/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
    },
  },
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    rules: { 'max-lines': ['error', 300], eqeqeq: 'error', 'no-param-reassign': 'error' },
  },
  // What a terminal writes holds control characters.
  { files: ['test/**/*.ts'], rules: { 'no-control-regex': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: [...PURE, 'src/*.ts'],
    ignores: ['src/cli.ts', 'src/main.ts', 'src/compiled.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^node:', message: WHY_PURE },
            {
              regex:
                '^(fs|path|os|net|http|https|process|child_process|crypto|fs-extra|execa|inquirer|write-file-atomic)(/|$)',
              message: WHY_PURE,
            },
            { regex: '/(write|docker|ui|commands|cli)(/|\\.ts$)', message: WHY_PURE },
            { regex: '/repo/(open|context)\\.ts$', message: WHY_PURE },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'console',
          'Date',
          'fetch',
          'performance',
          'crypto',
          'setTimeout',
          'setInterval',
          'globalThis',
        ].map((name) => ({ name, message: WHY_PURE })),
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: WHY_PURE }],
      'no-restricted-syntax': ['error', { selector: 'ImportExpression', message: WHY_PURE }],
    },
  },
);
