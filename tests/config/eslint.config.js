import { fileURLToPath } from 'node:url'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

const root = fileURLToPath(new URL('../../', import.meta.url))

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.mjs', '**/*.js'] },
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [...ts.configs.recommendedTypeChecked, ...vue.configs['flat/recommended']],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: root,
        project: ['tsconfig.json', 'src/serviceWorker/tsconfig.json', 'tests/tsconfig.json'],
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/no-unsafe-type-assertion': 'off',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'vue/no-bare-strings-in-template': [
        'error',
        {
          allowlist: [
            '×',
            '·',
            '−',
            '+',
            '/',
            '%',
            '—',
            '›',
            '→',
            '…',
            '#',
            '€',
            '(',
            ')',
            ',',
            '.',
            ':',
            '•',
          ],
        },
      ],
      // Layout is prettier's.
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['tests/**'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  {
    // Only vue-tsc knows the types of a .vue file; what comes from one is checked there.
    files: [
      '**/*.vue',
      'src/{open,opening,counter,router,customerScreen}.ts',
      'src/screens/ticket/actions.ts',
    ],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // The simulated shop compares values as PHP does, by their text.
    files: ['src/demo/**'],
    rules: { '@typescript-eslint/no-base-to-string': 'off' },
  },
  {
    // Stores are setup functions: their length is that of what they hold.
    files: ['src/stores/**'],
    rules: { 'max-lines-per-function': ['error', { max: 140 }] },
  },
)
