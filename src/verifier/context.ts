import { canonicalText } from './canonical'
import { isSealed, lineFrom } from './chain'
import { linesOf } from './lines'
import { purgeIn } from './purges'
import type { Findings } from './report'
import { sha256OfBytes, sha256OfText } from './sha256'
import { isLinkWhole } from './links'
import { isPublicKey } from './manifest'
import {
  ARCHIVE_FORMAT,
  CONTEXT_FILE,
  type Entry,
  type Link,
  type Manifest,
  type PublicKey,
  type Purge,
} from './shapes'
import { canCheckSignatures, isSignedBy } from './signature'
import { signedTextOf } from './signatureFormat'
import type { ZipReader } from './zip'

/** After so many lines that are no entry, the rest is not read. */
const MOST_UNREADABLE = 1_000

/** Bytes of a public key or of a signature, at most. */
const LARGEST_KEY = 10_000

/** The till's key in the archive, once the manifest's signature was checked with it. */
export async function checkKey(
  zip: ZipReader,
  { keyFingerprint, signedBy, copy }: Manifest,
  findings: Findings,
): Promise<PublicKey | null> {
  const key = publicKeyOf(zip)
  if (!key) {
    // The manifest of a till without cryptography says so: its entries have no signature.
    if (keyFingerprint === '') findings.note('no-key')
    else findings.fault('key-differs', null, 'cle-publique.json')
    return null
  }
  if (sha256OfText(canonicalText(key)) !== keyFingerprint) findings.fault('key-differs')
  const manifest = zip.read('manifest.json') ?? new Uint8Array()
  const signature = new TextDecoder().decode(zip.read('signature.txt', LARGEST_KEY)).trim()
  const text = `${ARCHIVE_FORMAT} ${await sha256OfBytes(manifest)}`
  if (copy) {
    const { till, name } = copy.madeBy
    findings.note('made-from-copy', copy.upTo, name === '' ? till : `${till} (${name})`)
  }
  if (signedBy) {
    const isKey = sha256OfText(canonicalText(signedBy.publicKey)) === signedBy.keyFingerprint
    if (!isKey) findings.fault('key-differs')
    findings.note(
      copy ? 'copy-signed-by' : 'signed-by-other',
      null,
      `${signedBy.till} ${signedBy.keyFingerprint}`,
    )
  }
  if (!canCheckSignatures()) {
    findings.fault('signatures-unread')
    return null
  }
  const signer = signedBy?.publicKey ?? key
  if (!(await isSignedBy(signer, { text, signature }))) findings.fault('manifest-not-signed')
  return key
}

function publicKeyOf(zip: ZipReader): PublicKey | null {
  try {
    const text = new TextDecoder().decode(zip.read('cle-publique.json', LARGEST_KEY))
    const key = JSON.parse(text) as unknown
    if (!isPublicKey(key)) return null
    const { crv, kty, x, y } = key
    return { crv, kty, x, y }
  } catch {
    // Missing or altered: reported as a key that differs.
    return null
  }
}

export interface Context {
  purges: Purge[]
  /** The journal that this one continues; null for a shop's first. */
  link: Link | null
  /** Seals of the context's entries, by number, to compare with the same entries in the period. */
  seals: Map<number, string>
}

/** Reads the opening, whose key signs every entry, and the purges, which explain gaps. */
export async function readContext(
  zip: ZipReader,
  manifest: Manifest,
  key: PublicKey | null,
  findings: Findings,
): Promise<Context> {
  const seals = new Map<number, string>()
  const purges: Purge[] = []
  let link: Link | null = null
  let unreadable = 0
  for (const text of linesOf(zip.read(CONTEXT_FILE) ?? new Uint8Array())) {
    const line = lineFrom(text)
    if (!line) {
      findings.fault('line-unreadable', null, CONTEXT_FILE)
      unreadable += 1
      if (unreadable > MOST_UNREADABLE) break
      continue
    }
    const { entry, signature } = line
    const { number, event } = entry
    if (!isSealed(line)) findings.fault('seal-differs', number)
    if (entry.till !== manifest.till) findings.fault('other-till', number)
    if (key && signature === null) findings.fault('signature-missing', number)
    if (
      key &&
      signature !== null &&
      !(await isSignedBy(key, signedTextOf(entry.seal, signature)))
    ) {
      findings.fault('signature-wrong', number)
    }
    const isOpening =
      event.kind === 'journal-opened' &&
      event.keyFingerprint === manifest.keyFingerprint &&
      event.journalId === manifest.journalId
    if (number === 1 && !isOpening) findings.fault('key-differs', 1)
    if (number === 1) link = linkIn(entry, findings)
    seals.set(number, entry.seal)
    purges.push(...[purgeIn(entry)].filter(purge => purge !== undefined))
  }
  if (!seals.has(1)) findings.fault('not-opened', 1)
  return { purges, link, seals }
}

/** The journal that an opening continues; an impossible one is reported. */
function linkIn({ event: { continues } }: Entry, findings: Findings): Link | null {
  if (!continues) return null
  try {
    if (!isLinkWhole(continues)) findings.fault('perpetual-sum', 1)
    return continues
  } catch {
    // A field that it needs is missing.
    findings.fault('line-unreadable', 1)
    return null
  }
}
