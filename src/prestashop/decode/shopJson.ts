/**
 * Parses JSON of a shop. PrestaShop 1.6 writes control characters of a text as they are, which JSON
 * does not allow (recording products-full-all-json): they are read as blanks, so that one name does
 * not spoil the whole page. Throws a `SyntaxError` for anything else that is not JSON.
 */
export function parseShopJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const mended = text.replaceAll(/[\u0000-\u001f]/g, ' ')
    if (mended === text) throw error
    return JSON.parse(mended)
  }
}
