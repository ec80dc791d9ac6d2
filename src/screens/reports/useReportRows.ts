import { computed, type Ref } from 'vue'
import { marginCents } from '@/core/reports/figures'
import type { Report, ReportRow, SaleGroup } from '@/core/reports/report'
import type { TenderKind } from '@/core/payment/tender'
import { formatPeriod } from '@/messages/format'
import { formatShortDay } from '@/messages/formatPeriod'
import { useMessages } from '@/messages/useMessages'
import type { ComparedReport } from '@/till/reports/readReport'

/** Groupings of figures on the page. */
export const GROUPS = [
  'hour',
  'day',
  'week',
  'month',
  'year',
  'department',
  'article',
  'user',
  'tender',
  'channel',
] as const
export type Group = (typeof GROUPS)[number]

/** Groupings whose rows can be compared with the period before. */
const COMPARED: ReadonlySet<Group> = new Set([
  'hour',
  'department',
  'article',
  'user',
  'tender',
  'channel',
])
/** More bars could not be told apart. */
const MOST_BARS = 31

type Messages = ReturnType<typeof useMessages>

/** A row before its comparison. */
interface NamedRow {
  key: string
  name: string
  totalCents: number
  cells: string[]
}

/** Rows of a grouping as a table and a chart show them, in the language of the screen. */
export function useReportRows(report: Ref<ComparedReport>, group: Ref<Group>) {
  const messages = useMessages()
  const { t, cents } = messages
  const isCompared = computed(() => COMPARED.has(group.value))
  const figureHeads = computed(() =>
    group.value === 'tender'
      ? [t('reports.uses'), t('reports.taken')]
      : [
          t('reports.tickets'),
          t('reports.quantity'),
          t('reports.total'),
          t('reports.net'),
          t('reports.vat'),
          t('reports.discounts'),
          ...(knowsCosts(report.value.now) ? [t('reports.margin')] : []),
        ],
  )
  const heads = computed(() => [
    t(`reports.group.${group.value}`),
    ...figureHeads.value,
    ...(isCompared.value ? [t('reports.before')] : []),
  ])

  /** Rows with the amount of the period before under the same key. */
  const amounts = computed(() => {
    const { now, before } = report.value
    const rows = namedRows(now, group.value, messages)
    const were = namedRows(before, group.value, messages)
    const wasCents = new Map(were.map(row => [row.key, row.totalCents]))
    const known = new Set(rows.map(row => row.key))
    const gone = isCompared.value ? were.filter(row => !known.has(row.key)) : []
    const nothing = figureHeads.value.map(() => '')
    return [
      ...rows.map(row => ({ ...row, beforeCents: wasCents.get(row.key) ?? 0 })),
      ...gone.map(row => ({
        ...row,
        beforeCents: row.totalCents,
        totalCents: 0,
        cells: nothing,
      })),
    ]
  })

  const rows = computed(() =>
    amounts.value.map(({ key, name, cells, beforeCents }) => ({
      key,
      cells: [name, ...cells, ...(isCompared.value ? [cents(beforeCents)] : [])],
    })),
  )

  const bars = computed(() => {
    const shown = amounts.value.slice(0, MOST_BARS)
    if (group.value === 'hour') shown.sort((a, b) => (a.key < b.key ? -1 : 1))
    const now = { name: t('reports.now'), cents: shown.map(row => row.totalCents) }
    const before = { name: t('reports.before'), cents: shown.map(row => row.beforeCents) }
    return {
      labels: shown.map(({ name }) => (name.length > 18 ? `${name.slice(0, 17)}…` : name)),
      series: isCompared.value ? [now, before] : [now],
    }
  })

  return { heads, rows, bars }
}

function namedRows(report: Report, group: Group, messages: Messages): NamedRow[] {
  const { t, cents, count, quantity } = messages
  if (group === 'tender') {
    return report.tenders.map(({ kind, name, count: uses, totalCents }) => ({
      key: `${kind} ${name}`,
      name: name || t(`tender.${kind as TenderKind}`),
      totalCents,
      cells: [count(uses), cents(totalCents)],
    }))
  }
  return report.groups[group].map(row => ({
    key: row.key,
    name: nameOf(group, row, messages),
    totalCents: row.totalCents,
    cells: [
      count(row.salesCount),
      quantity(row.quantityMilli),
      cents(row.totalCents),
      cents(row.netCents),
      cents(row.vatCents),
      cents(row.discountsCents),
      ...(knowsCosts(report) ? [marginOf(row, messages)] : []),
    ],
  }))
}

/** Whether the shop gives a purchase price for anything that was sold. */
const knowsCosts = ({ figures }: Report) => figures.costCents !== 0

function marginOf(row: ReportRow, { t, cents }: Messages): string {
  const margin = marginCents(row)
  return margin === null ? t('reports.noAverage') : cents(margin)
}

function nameOf(group: SaleGroup, { key, name }: ReportRow, { t, locale }: Messages): string {
  switch (group) {
    case 'day':
      return formatShortDay(key, locale.value)
    case 'week':
      return t('reports.week', { week: Number(key.slice(6)), year: key.slice(0, 4) })
    case 'month':
      return formatPeriod(key, locale.value)
    case 'year':
      return key
    case 'hour':
      return t('reports.hour', { hour: Number(key) })
    case 'department':
      return name || t('reports.noDepartment')
    case 'article':
    case 'user':
      return name || t('reports.unnamed')
    case 'channel':
      return t(`reports.channel.${key === 'web' ? 'web' : 'counter'}`)
  }
}
