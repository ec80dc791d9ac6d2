import { lineEcotaxCents } from '@/core/catalogue/ecotax'
import type { SaleLineV1, TenderV1, VatShareV1 } from '@/core/journal/events/saleV1'
import type { ClosingV1 } from '@/core/journal/events/closingV1'
import { isSale, type JournalEntry } from '@/core/journal/journal'
import { documentLabel } from '@/core/journal/series'

/** A table for people to read, in French for the tax administration (R11). */
export interface ArchiveTable {
  heads: readonly string[]
  /** Rows of one entry; empty when another table has the entry. */
  rowsOf: (entry: JournalEntry) => string[][]
}

const PLACE = ['Écriture', 'Date et heure', 'Jour', 'École'] as const

/** Sales, refunds, payments of debts and invoices, one row each. */
export const SALES_TABLE: ArchiveTable = {
  heads: [
    ...PLACE,
    'Nature',
    'Document',
    'Canal',
    'Total TTC',
    'TVA par taux',
    'Règlements',
    'Rendu',
    'Reste dû',
    'Écritures liées',
    'Client',
    'Vendeur',
    'Sceau',
  ],
  rowsOf(entry) {
    const { event } = entry
    if (event.kind === 'sale' || event.kind === 'refund') {
      return [
        [
          ...cellsOfEntry(entry),
          event.kind === 'sale' ? 'vente' : 'remboursement',
          documentLabel(event.document),
          event.channel === 'web' ? 'en ligne' : 'comptoir',
          euros(event.totalCents),
          vatText(event.vat),
          tendersText(event.tenders),
          euros(event.changeCents),
          euros(event.dueCents),
          event.refundOf.join(' '),
          event.customerId,
          event.user.name,
          entry.seal,
        ],
      ]
    }
    if (event.kind !== 'payment' && event.kind !== 'invoice') return []
    const isInvoice = event.kind === 'invoice'
    return [
      [
        ...cellsOfEntry(entry),
        isInvoice ? 'facture' : 'règlement d’un reste dû',
        documentLabel(event.document),
        '',
        euros(isInvoice ? event.totalCents : event.dueBeforeCents - event.dueCents),
        isInvoice ? vatText(event.vat) : '',
        tendersText(event.tenders),
        euros(event.changeCents),
        euros(event.dueCents),
        String(event.saleNumber),
        isInvoice ? event.customer.customerId : '',
        event.user.name,
        entry.seal,
      ],
    ]
  },
}

/** Lines of sales and refunds, one row each. */
export const LINES_TABLE: ArchiveTable = {
  heads: [
    ...PLACE,
    'Document',
    'Ligne',
    'Article',
    'Référence',
    'Rayon',
    'Quantité',
    'Prix unitaire TTC',
    'Prix de l’article TTC',
    'Motif du prix',
    'Remise',
    'Total TTC',
    'Dont éco-participation TTC',
    'Taux de TVA',
    'Rend la ligne',
  ],
  rowsOf(entry) {
    if (!isSale(entry)) return []
    return entry.event.lines.map((line, index) => [
      ...cellsOfEntry(entry),
      documentLabel(entry.event.document),
      String(index + 1),
      ...lineCells(line),
    ])
  },
}

/** Closings of days, months and years, one row each. */
export const CLOSINGS_TABLE: ArchiveTable = {
  heads: [
    ...PLACE,
    'Document',
    'Période',
    'De',
    'Première écriture',
    'Dernière écriture',
    'En retard',
    'Total TTC',
    'Ventes',
    'Remboursements',
    'Remises',
    'TVA par taux',
    'Règlements',
    'Total en ligne',
    'Ventes perpétuelles',
    'Remboursements perpétuels',
    'Écart de caisse',
    'Sceau',
  ],
  rowsOf: entry =>
    entry.event.kind === 'closing'
      ? [[...cellsOfEntry(entry), ...closingCells(entry.event), entry.seal]]
      : [],
}

/** All other entries: openings, cash, and traces. */
export const EVENTS_TABLE: ArchiveTable = {
  heads: [...PLACE, 'Nature', 'Quoi', 'Somme', 'Motif', 'Personne', 'Logiciel', 'Détail', 'Sceau'],
  rowsOf(entry) {
    const cells = eventCells(entry.event)
    return cells === undefined ? [] : [[...cellsOfEntry(entry), ...cells, entry.seal]]
  },
}

function eventCells(event: JournalEntry['event']): string[] | undefined {
  const software = `${event.software.name} ${event.software.version}`
  switch (event.kind) {
    case 'journal-opened':
      return ['ouverture du journal', event.journalId, '', '', '', software, event.keyFingerprint]
    case 'drawer-opened':
      return ['fond de caisse', '', euros(event.floatCents), '', event.user.name, software, '']
    case 'cash-movement': {
      const what = event.direction === 'in' ? 'entrée' : 'sortie'
      const sum = euros(event.amountCents)
      return ['espèces', what, sum, event.reason, event.user.name, software, '']
    }
    case 'cash-counted': {
      const detail = `attendu ${euros(event.expectedCents)}, écart ${euros(event.differenceCents)}`
      const sum = euros(event.countedCents)
      return ['comptage', '', sum, event.reason, event.user.name, software, detail]
    }
    case 'trace': {
      const detail = JSON.stringify(event.detail)
      return ['trace', event.what, '', '', event.user.name, software, detail]
    }
    default:
      return undefined
  }
}

const lineCells = (line: SaleLineV1) => [
  line.name,
  line.reference,
  line.department,
  decimal(line.quantityMilli, 3),
  euros(line.unitPriceCents),
  euros(line.listPriceCents),
  line.priceReason,
  euros(line.discountCents),
  euros(line.grossCents),
  euros(lineEcotaxCents(line)),
  `${decimal(line.vatRate, 2)} %`,
  line.refundOf ? `${documentLabel(line.refundOf.document)} / ${line.refundOf.line + 1}` : '',
]

const closingCells = (closing: ClosingV1) => [
  documentLabel(closing.document),
  { day: 'jour', month: 'mois', year: 'année' }[closing.period],
  closing.of,
  String(closing.firstEntry),
  String(closing.lastEntry),
  yes(closing.isLate),
  euros(closing.totals.totalCents),
  euros(closing.totals.salesCents),
  euros(closing.totals.refundsCents),
  euros(closing.totals.discountsCents),
  vatText(closing.totals.vat),
  closing.totals.tenders.map(({ name, totalCents }) => `${name} ${euros(totalCents)}`).join(' + '),
  euros(closing.web.totalCents),
  euros(closing.perpetual.salesCents),
  euros(closing.perpetual.refundsCents),
  closing.cash ? euros(closing.cash.differenceCents) : '',
]

const cellsOfEntry = ({ number, at, day, training }: JournalEntry) => [
  String(number),
  at,
  day,
  yes(training),
]

const yes = (is: boolean) => (is ? 'oui' : 'non')

const vatText = (vat: readonly VatShareV1[]) =>
  vat
    .map(
      share =>
        `${decimal(share.vatRate, 2)} % : HT ${euros(share.netCents)}, TVA ${euros(share.vatCents)}`,
    )
    .join(' ; ')

const tendersText = (tenders: readonly TenderV1[]) =>
  tenders.map(({ name, kind, givenCents }) => `${name || kind} ${euros(givenCents)}`).join(' + ')

const euros = (cents: number) => decimal(cents, 2)

/**
 * Units with the given number of decimals and a decimal comma, as French tables have them:
 * `-12,50`.
 */
function decimal(units: number, decimals: number): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0')
  return `${units < 0 ? '-' : ''}${digits.slice(0, -decimals)},${digits.slice(-decimals)}`
}
