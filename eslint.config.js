import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const typescript = ['**/*.ts'];
const javascript = ['**/*.mjs', '**/*.js'];
const configuration = ['eslint.config.js', 'vitest.config.ts'];

/** What Node gives every module without an import; the type check knows the rest. */
const nodeGlobals = Object.fromEntries(
  [
    'AbortController',
    'AbortSignal',
    'Buffer',
    'TextDecoder',
    'TextEncoder',
    'URL',
    'URLSearchParams',
    'WebAssembly',
  ]
    .concat(['clearInterval', 'clearTimeout', 'console', 'fetch', 'performance', 'process'])
    .concat(['setImmediate', 'setInterval', 'setTimeout', 'structuredClone'])
    .map((name) => [name, 'readonly']),
);

const unusedVariables = [
  'error',
  {
    argsIgnorePattern: '^_',
    varsIgnorePattern: '^_',
    destructuredArrayIgnorePattern: '^_',
    ignoreRestSiblings: true,
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.cache/', '.venv/', 'demo/', 'test/golden/'] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name: a thing has one name everywhere.' },
      ],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: typescript,
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // Both say something: an interface names the shape of a thing, a type alias combines shapes.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `record['key']` where the keys are data, `record.key` where they are names.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-unused-vars': unusedVariables,
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // A default that throws or answers for the rest is a decision, not an oversight.
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // In a test a missing element should fail loudly right there, which is what `!` does.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: javascript,
    languageOptions: { globals: nodeGlobals },
    rules: { 'no-unused-vars': unusedVariables },
  },
  { files: configuration, rules: { 'no-restricted-syntax': 'off' } },
);
