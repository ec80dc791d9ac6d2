import { sha256OfText, type TextHash } from './sha256'
import type { PublicKey } from './shapes'
import { signatureCheck, type SignedText } from './signature'
import { signedTextOf } from './signatureFormat'

/** The proof that an entry is unchanged: its seal and its signature. */
export interface Proof {
  /** Canonical text of the entry without its seal. */
  text: string
  seal: string
  /** In base64; null for an entry without a signature. */
  signature: string | null
}

/** The verdict on a proof: either fault, both, or none. */
export const SEAL_DIFFERS = 1
export const SIGNATURE_WRONG = 2

/** Checks proofs, in the order given. */
export type ProofCheck = (proofs: readonly Proof[]) => Promise<Uint8Array>

/** Prepares to check proofs of a key; without a key, only seals are checked. */
export type BeginProofs = (publicKey: PublicKey | null) => Promise<ProofCheck>

/** Prepares to check signatures of a key, on this thread or on others. */
export type SignaturesOf = (signed: readonly SignedText[]) => Promise<readonly boolean[]>
export type BeginSignatures = (publicKey: PublicKey) => Promise<SignaturesOf>

/**
 * Checks proofs: seals on this thread, by the given SHA-256, and signatures wherever `begin` checks
 * them. Only seals, which are short, go to another thread; the long texts of entries do not.
 */
export function proofsBy(begin: BeginSignatures, sha256: TextHash = sha256OfText): BeginProofs {
  return async publicKey => {
    const check = publicKey && (await begin(publicKey))
    return async proofs => {
      // An altered value may be anything but a text.
      const signed = proofs.flatMap(({ seal, signature }, at) =>
        signature === null ? [] : [{ at, ...signedTextOf(`${seal}`, `${signature}`) }],
      )
      // Other threads check them while the seals are computed here.
      const checking = check?.(signed)
      const verdicts = Uint8Array.from(proofs, ({ text, seal }) =>
        sha256(text) === seal ? 0 : SEAL_DIFFERS,
      )
      for (const [index, isSigned] of ((await checking) ?? []).entries()) {
        const { at = 0 } = signed[index] ?? {}
        if (!isSigned) verdicts[at] = (verdicts[at] ?? 0) | SIGNATURE_WRONG
      }
      return verdicts
    }
  }
}

/** Checks signatures on the calling thread. */
export const signaturesHere: BeginSignatures = signatureCheck
