import { soundText } from '@/core/text'

/** A `\u` escape of half a character: the bytes themselves can hold none. */
const ESCAPED_HALF = /\\u[dD][89a-fA-F]/

/**
 * Parses JSON of a shop. PrestaShop 1.6 writes control characters of a text as they are, which JSON
 * does not allow (recording products-full-all-json): they are read as blanks, so that one name does
 * not spoil the whole page. Texts are well-formed, whatever was escaped in them. Throws a `SyntaxError` for anything else that is not JSON.
 */
export function parseShopJson(text: string): unknown {
  const revive = ESCAPED_HALF.test(text) ? soundValue : undefined
  try {
    return JSON.parse(text, revive)
  } catch (error) {
    const mended = text.replaceAll(/[\u0000-\u001f]/g, ' ')
    if (mended === text) throw error
    return JSON.parse(mended, revive)
  }
}

const soundValue = (_name: string, value: unknown) =>
  typeof value === 'string' ? soundText(value) : value
