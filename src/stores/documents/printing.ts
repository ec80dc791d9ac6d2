import { defineStore } from 'pinia'
import { usePeopleStore } from '@/stores/people/people'
import { useProblemStore } from '@/stores/problem'
import { useContext } from '@/stores/useContext'
import type { DocumentEntry, HandedAs, PrintedEntry } from '@/core/documents/reprints'
import { recordPrinting } from '@/till/documents/recordPrinting'
import { codesOf } from '@/till/documents/checkReceipt'

/** Sealed documents handed over: each printing is in the journal before it happens. */
export const usePrintingStore = defineStore('printing', () => {
  const context = useContext()
  const people = usePeopleStore()
  const problem = useProblemStore()

  /** Number of this duplicate, 0 for the original; null when it must not be handed over. */
  async function record(document: PrintedEntry, as: HandedAs): Promise<number | null> {
    const recorded = await recordPrinting(context, people.current, document, as)
    if (!recorded.ok) {
      problem.show(recorded.error)
      return null
    }
    return recorded.value
  }

  /** Texts of the QR codes that carry the document. */
  const codes = (document: DocumentEntry): Promise<string[]> => codesOf(context, document)

  return { record, codes }
})
