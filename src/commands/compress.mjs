import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Kinds of files that compress; pictures and fonts are compressed already. */
const COMPRESSIBLE = /\.(?:js|css|html|svg|json|webmanifest|wasm)$/
/** Below it, the headers of an answer are as long as what is saved. */
const SMALLEST_BYTES = 1024

const ENCODINGS = [
  {
    extension: '.br',
    encode: bytes =>
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
  },
  {
    extension: '.gz',
    encode: bytes => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  },
]

/**
 * Puts each file's brotli and gzip beside it (`name.js.br`, `name.js.gz`), where they are smaller:
 * a server then sends them as they are, and computes nothing.
 */
export async function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = readFileSync(path)
    if (bytes.length < SMALLEST_BYTES) continue
    await Promise.all(
      ENCODINGS.map(async ({ extension, encode }) => {
        const encoded = await encode(bytes)
        if (encoded.length < bytes.length) writeFileSync(path + extension, encoded)
      }),
    )
  }
}
