import type { PaperLine } from '@/core/printing/paperLine'

/** Paper of card slips, each as its terminal wrote it. */
export function cardSlipLines(slips: readonly (readonly string[])[]): PaperLine[] {
  return slips.flatMap((slip, index): PaperLine[] => [
    ...(index > 0 ? [{ kind: 'rule' as const }] : []),
    ...slip.map((text): PaperLine =>
      text.trim() === ''
        ? { kind: 'space' }
        : { kind: 'text', text, align: 'left', weight: 'plain' },
    ),
  ])
}
