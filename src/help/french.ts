/// <reference types="vite/client" />
/** Texts of the manual, by their file. */
export const TEXTS = import.meta.glob<string>('./fr/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})
