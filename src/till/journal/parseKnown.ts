import type { KnownOfJournal } from './checkJournal'
import { anchorsIn, fingerprintIn } from '@/verifier/anchor'

/** Facts about a journal in a text: seals as printed on closings, and its key's fingerprint. */
export const parseKnown = (text: string): KnownOfJournal => ({
  seals: anchorsIn(text),
  fingerprint: fingerprintIn(text),
})
