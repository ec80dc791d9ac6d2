/** The address that a text is; undefined for a text that is none (`canParse` of URL needs Safari 17). */
export function urlIn(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
