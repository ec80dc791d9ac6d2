import type { EntryRecord } from '@/core/sharing/blockContent'
import { headAfter, type CopyHead } from '@/core/sharing/copyHead'
import { parseSignatureV2, signatureHash, signedBy } from '@/core/journal/sealSignature'
import { importPublicKey, isTextSigned } from '@/storage/journal/sealSignatures'

/**
 * Whether an entry of another till, which follows what is held of its journal, was signed by that
 * journal's key behind the signature before it. A journal without a key has no signatures.
 */
export async function isEntrySigned(
  head: CopyHead | undefined,
  record: EntryRecord,
): Promise<boolean> {
  const { publicKey } = headAfter(head, record)
  const { signature, entry } = record
  if (!publicKey) return signature === null
  if (signature === null) return false
  const second = parseSignatureV2(signature)
  if (second && second.before !== signatureHash(head?.signature ?? undefined)) return false
  const key = await importPublicKey(publicKey)
  return key !== undefined && isTextSigned(key, signedBy(entry.seal, signature))
}
