import { sha256OfText, type TextHash } from './sha256'
import type { PublicKey } from './shapes'
import { signatureCheck, type SignedText } from './signature'

/** What shows that an entry is as it was sealed. */
export interface Proof {
  /** All of it but its seal, in canonical form. */
  text: string
  seal: string
  /** In base64; null where it has none. */
  signature: string | null
}

/** What is wrong with a proof: nothing, or one of these, or both. */
export const SEAL_DIFFERS = 1
export const SIGNATURE_WRONG = 2

/** Checks proofs, in the order given. */
export type ProofCheck = (proofs: readonly Proof[]) => Promise<Uint8Array>

/** Begins to check proofs of a key; without one, their seals alone. */
export type BeginProofs = (publicKey: PublicKey | null) => Promise<ProofCheck>

/** Whether each text is signed, by a key that was given: here, or on another thread. */
export type SignaturesOf = (signed: readonly SignedText[]) => Promise<readonly boolean[]>
export type BeginSignatures = (publicKey: PublicKey) => Promise<SignaturesOf>

/**
 * Checks proofs: seals here, by whatever computes SHA-256, and signatures wherever `begin` does.
 * An entry's text is long and its seal is not: what goes to another thread is the seal.
 */
export function proofsBy(begin: BeginSignatures, sha256: TextHash = sha256OfText): BeginProofs {
  return async publicKey => {
    const check = publicKey && (await begin(publicKey))
    return async proofs => {
      // What was altered may be no text at all.
      const signed = proofs.flatMap(({ seal, signature }, place) =>
        signature === null ? [] : [{ place, text: `${seal}`, signature: `${signature}` }],
      )
      // Another thread checks them while the seals are computed.
      const asked = check?.(signed)
      const verdicts = Uint8Array.from(proofs, ({ text, seal }) =>
        sha256(text) === seal ? 0 : SEAL_DIFFERS,
      )
      for (const [index, isSigned] of ((await asked) ?? []).entries()) {
        const { place = 0 } = signed[index] ?? {}
        if (!isSigned) verdicts[place] = (verdicts[place] ?? 0) | SIGNATURE_WRONG
      }
      return verdicts
    }
  }
}

/** Checks signatures where it is called. */
export const signaturesHere: BeginSignatures = signatureCheck
