const KIND = /<image_type\b[^>]*\bname="([A-Za-z0-9_-]{1,64})"/g

/**
 * Names of the sizes a shop has for its products' pictures, from `/api/images/products`
 * (images-products-xml). The theme names them and an owner may rename them; the same list
 * in JSON is a 500.
 */
export function decodePictureKinds(text: string): string[] {
  return [...text.matchAll(KIND)].flatMap(([, name]) => (name ? [name] : []))
}

/** The size nearest to a tile of the till; undefined asks for the original. */
export function kindForTile(kinds: readonly string[]): string | undefined {
  const byPreference = [/^home/, /^medium/, /^large/, /home/, /medium/, /large/]
  for (const wanted of byPreference) {
    const kind = kinds.find(name => wanted.test(name))
    if (kind) return kind
  }
  return undefined
}
