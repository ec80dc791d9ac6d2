import type { Accounts } from '@/core/reports/accounts'
import { assert } from '@/core/assert'
import { accountLabel } from './accountLabel'
import type { Ecriture, FecJournal } from './ecriture'
import { latin9 } from './latin9'
import { withoutFormulas } from '@/core/reports/exports/table'
import { soundText } from '@/core/text'

/** Names of the fields, in the legal order (LPF art. A. 47 A-1, VII). */
export const FEC_COLUMNS = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  'Montantdevise',
  'Idevise',
] as const

const JOURNALS: Record<FecJournal, string> = {
  VC: 'Ventes au comptoir',
  CA: 'Caisse',
  VW: 'Ventes en ligne',
}

/**
 * The accounting entries file (FEC) of a fiscal year (LPF art. L. 47 A, A. 47 A-1; commented in
 * BOI-CF-IOR-60-40-20): flat, tab-separated, one record per line, in ISO 8859-15, one of the
 * character sets the article allows (III 1°). Écritures are numbered from 1 in the order of their
 * closings, which is the order of their validation (VII). Throws unless each écriture balances.
 */
export function fecFile(
  accounts: Accounts,
  ecritures: readonly Ecriture[],
): Uint8Array<ArrayBuffer> {
  const rows = inOrder(ecritures).flatMap((one, index) => rowsOf(accounts, one, index + 1))
  return latin9([FEC_COLUMNS, ...rows].map(row => `${row.join('\t')}\r\n`).join(''))
}

/**
 * File name: the SIREN and the last day of the fiscal year (A. 47 A-1, X),
 * `732829320FEC20261231.txt`.
 */
export function fecName(siren: string, lastDay: string): string {
  return `${siren}FEC${dateOf(lastDay)}.txt`
}

/** The SIREN at the beginning of a SIRET; undefined when there is none. */
export const sirenOf = (siret: string): string | undefined =>
  /^\d{9}(?=\d{5}$|$)/.exec(siret.replace(/\s/g, ''))?.[0]

/**
 * An écriture is never validated before its own day or before an earlier écriture, even when the
 * clock was set back.
 */
function inOrder(ecritures: readonly Ecriture[]): Ecriture[] {
  let latest = ''
  return ecritures.map(ecriture => {
    for (const day of [ecriture.day, ecriture.validDay]) latest = day > latest ? day : latest
    return { ...ecriture, validDay: latest }
  })
}

function rowsOf(accounts: Accounts, ecriture: Ecriture, number: number): string[][] {
  const { journal, day, validDay, piece, lines } = ecriture
  assert(
    lines.reduce((sum, line) => sum + line.debitCents, 0) === 0,
    'debits and credits of an entry are equal',
  )
  return lines.map(({ account, label, debitCents }) => [
    journal,
    JOURNALS[journal],
    String(number),
    dateOf(day),
    account,
    accountLabel(accounts, account),
    '',
    '',
    cleaned(piece),
    dateOf(day),
    cleaned(`${JOURNALS[journal]} - ${label}`),
    amountOf(Math.max(0, debitCents)),
    amountOf(Math.max(0, 0 - debitCents)),
    '',
    '',
    dateOf(validDay),
    '',
    '',
  ])
}

const dateOf = (day: string) => day.replaceAll('-', '')

/** An amount with a decimal comma and no thousands separator: `1234,50` (III 2°). */
function amountOf(cents: number): string {
  const digits = String(cents).padStart(3, '0')
  return `${digits.slice(0, -2)},${digits.slice(-2)}`
}

/**
 * A text that cannot break a record: without control characters, separators and outer spaces; nor is
 * any part of it a formula for a spreadsheet that opens the file.
 */
const cleaned = (text: string) =>
  withoutFormulas(soundText(text))
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f|\u2028\u2029]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
