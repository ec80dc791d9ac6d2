import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { sha256Alone } from '@/verifier/sha256'

type Files = Record<string, Uint8Array>

/** The files of an archive. */
export const unpack = (bytes: Uint8Array): Files => unzipSync(bytes)

export const textIn = (files: Files, name: string) => strFromU8(files[name] ?? new Uint8Array())

/**
 * An archive with other lines of entries, and a manifest with their hash and count: all that
 * someone without the key can forge.
 */
export function withLines(files: Files, lines: readonly unknown[]): Uint8Array<ArrayBuffer> {
  const text = lines.map(line => `${JSON.stringify(line)}\n`).join('')
  return withFile(files, 'entries.jsonl', text, { count: lines.length })
}

export function withFile(
  files: Files,
  changed: string,
  text: string,
  more: object = {},
): Uint8Array<ArrayBuffer> {
  const held = strToU8(text)
  const manifest = JSON.parse(textIn(files, 'manifest.json')) as {
    files: { name: string; sha256: string; bytes: number }[]
  }
  const told = manifest.files.map(file =>
    file.name === changed ? { name: changed, sha256: sha256Alone(held), bytes: held.length } : file,
  )
  return pack({
    ...files,
    [changed]: held,
    'manifest.json': strToU8(JSON.stringify({ ...manifest, ...more, files: told })),
  })
}

export const pack = (files: Files): Uint8Array<ArrayBuffer> => zipSync(files, { level: 0 })
