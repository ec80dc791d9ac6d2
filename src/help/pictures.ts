/// <reference types="vite/client" />
import type { Locale } from '@/messages/format'

const all = import.meta.glob<string>('./*/pictures/*.{svg,webp}', {
  query: '?url',
  import: 'default',
  eager: true,
})

const of = (language: Locale): Record<string, string> =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([path]) => path.startsWith(`./${language}/`))
      .map(([path, address]) => [path.slice(`./${language}/`.length), address]),
  )

/** Addresses of the manual's pictures in each language, by how its pages name them. */
export const PICTURES: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  fr: of('fr'),
  en: of('en'),
}
