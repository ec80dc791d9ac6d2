import type { KnownSeal } from './checkJournal'
import { anchorsIn } from '@/verifier/anchor'

/** Seals that a text tells, as printed on closings or sent with them. */
export const knownSeals = (text: string): KnownSeal[] => anchorsIn(text)
