/**
 * Reads an accounting entries file (FEC) as the administration would, from the text of the law
 * alone (LPF art. A. 47 A-1, in force since 2 August 2013). It shares no code with the writer.
 */

/** VII: the 18 fields of an entry, in this order, with these names. */
const FIELDS = [
  'JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib',
  'PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise',
]
  .join(' ')
  .split(' ')

/** VII: fields that may be blank when they are not used. */
const MAY_BE_BLANK = new Set([
  'CompAuxNum',
  'CompAuxLib',
  'EcritureLet',
  'DateLet',
  'Montantdevise',
  'Idevise',
])

export type FecRow = Record<string, string>

export interface FecReading {
  rows: FecRow[]
  faults: string[]
}

export function readFec(bytes: Uint8Array): FecReading {
  // III 1°: ISO 8859-15. The characters Windows added (0x80 to 0x9f) are not in it.
  const faults: string[] = []
  if (bytes.some(byte => byte >= 0x80 && byte < 0xa0)) faults.push('a byte outside ISO 8859-15')
  const text = new TextDecoder('iso-8859-15').decode(bytes)
  // I 1°: records are separated by carriage return and/or line feed.
  const records = text.split('\r\n')
  if (records.pop() !== '') faults.push('the last record is not ended')
  const [head = '', ...lines] = records
  // VI and BOI-CF-IOR-60-40-20 § 10: the first record names the fields; the separator is the tab.
  if (head !== FIELDS.join('\t')) faults.push(`fields: ${head}`)
  const rows = lines.map((line, place) => {
    const values = line.split('\t')
    if (values.length !== FIELDS.length) faults.push(`record ${place + 1}: ${values.length} fields`)
    return Object.fromEntries(FIELDS.map((name, index) => [name, values[index] ?? '']))
  })
  rows.forEach((row, place) => {
    faults.push(...faultsOfRow(row).map(fault => `record ${place + 1}: ${fault}`))
  })
  return { rows, faults: [...faults, ...faultsOfEntries(rows)] }
}

function faultsOfRow(row: FecRow): string[] {
  const faults = FIELDS.filter(name => row[name] === '' && !MAY_BE_BLANK.has(name))
  for (const [name, value] of Object.entries(row)) {
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u001f|]/.test(value)) faults.push(`${name} holds a control character`)
    if (value !== value.trim()) faults.push(`${name} has outer blanks`)
  }
  // III 4°: AAAAMMJJ, an existing day.
  for (const name of ['EcritureDate', 'PieceDate', 'ValidDate']) {
    if (!isDate(row[name] ?? '')) faults.push(`${name}: ${row[name]}`)
  }
  // III 2°: a decimal comma, no thousands separator.
  for (const name of ['Debit', 'Credit']) {
    if (!/^\d+,\d{2}$/.test(row[name] ?? '')) faults.push(`${name}: ${row[name]}`)
  }
  if ((row.Debit === '0,00') === (row.Credit === '0,00')) faults.push('not on one side')
  // VII 5°: the first three characters are digits of the French chart of accounts.
  if (!/^[1-8]\d\d/.test(row.CompteNum ?? '')) faults.push(`CompteNum: ${row.CompteNum}`)
  return faults
}

function faultsOfEntries(rows: readonly FecRow[]): string[] {
  const faults: string[] = []
  const sums = new Map<string, number>()
  const names = new Map<string, string>()
  let last = 0
  for (const row of rows) {
    const number = Number(row.EcritureNum)
    // VII 3°: a continuous sequence.
    if (number !== last && number !== last + 1) faults.push(`${last} is followed by ${number}`)
    last = number
    sums.set(String(number), (sums.get(String(number)) ?? 0) + debitOf(row))
    const known = names.get(row.CompteNum ?? '')
    if (known !== undefined && known !== row.CompteLib)
      faults.push(`${row.CompteNum} has two names`)
    names.set(row.CompteNum ?? '', row.CompteLib ?? '')
  }
  for (const [number, sum] of sums) if (sum !== 0) faults.push(`entry ${number} is off by ${sum}`)
  for (const name of ['JournalCode', 'EcritureDate', 'PieceRef', 'ValidDate']) {
    const values = new Set(rows.map(row => `${row.EcritureNum} ${row[name]}`))
    if (values.size !== sums.size) faults.push(`${name} differs within an entry`)
  }
  // VII: sorted in the order of validation.
  const valid = rows.map(row => row.ValidDate ?? '')
  if (valid.some((date, place) => date < (valid[place - 1] ?? ''))) faults.push('not in order')
  return faults
}

function isDate(text: string): boolean {
  const found = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!found) return false
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number]
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

const centsOf = (amount: string) => Number(amount.replace(',', ''))

/** Above zero for debit, below for credit. */
export const debitOf = (row: FecRow): number => centsOf(row.Debit ?? '') - centsOf(row.Credit ?? '')

/** Sum booked on the accounts that begin with one of these texts; above zero for debit. */
export function balanceOf(rows: readonly FecRow[], ...beginnings: string[]): number {
  return rows
    .filter(row => beginnings.some(beginning => row.CompteNum?.startsWith(beginning)))
    .reduce((sum, row) => sum + debitOf(row), 0)
}
