const KIND = /<image_type\b[^>]*\bname="([A-Za-z0-9_-]{1,64})"/g

/**
 * Names of the picture sizes of a shop's products, from the XML of `/api/images/products`. The
 * theme defines them, and an owner may rename them. PrestaShop answers 500 when the same list is
 * requested as JSON.
 */
export function decodePictureKinds(text: string): string[] {
  return [...text.matchAll(KIND)].flatMap(([, name]) => (name ? [name] : []))
}

/**
 * The picture size closest to a tile of the till; undefined when none fits, which means the
 * original.
 */
export function kindForTile(kinds: readonly string[]): string | undefined {
  const byPreference = [/^home/, /^medium/, /^large/, /home/, /medium/, /large/]
  for (const wanted of byPreference) {
    const kind = kinds.find(name => wanted.test(name))
    if (kind) return kind
  }
  return undefined
}
