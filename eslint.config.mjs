import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist/', 'docs/api/', 'coverage/', 'voxmetry-report/', '**/dist/', '**/.cache/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', '.*.mjs', '.*.cjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // TypeScript says it better.
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-param-reassign': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Hot host loops over typed arrays write `array[i]!`: the index is in range by construction.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An async function without await still turns what it throws into a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Prettier wraps code at 100 and leaves comments and strings alone.
      'max-len': [
        'error',
        {
          code: 10000,
          comments: 100,
          ignoreUrls: true,
          ignorePattern: '(//|/\\*) eslint(-| )',
        },
      ],
    },
  },
  {
    // What runs in a page or a worker names no runtime of its own.
    files: ['src/**/*.ts', 'ui/**/*.ts'],
    ignores: ['src/cli/**', 'src/cluster/**'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'Deno', 'global', 'window'],
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
    },
  },
  {
    // The compiler reads the JSDoc casts of plain scripts; these rules don't.
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    files: ['src/cli/**', 'scripts/**', 'tests/**', 'bench/**', 'examples/**'],
    rules: { 'no-console': 'off' },
  },
);
