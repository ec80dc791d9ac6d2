import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT, quickHash } from './factory'
import type { Article } from '@/core/catalogue/article'
import type { SaleEntry } from '@/core/journal/journal'
import { ticketTotals } from '@/core/ticket/pricing'
import type { Ticket } from '@/core/ticket/ticket'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { presentOf } from '@/core/people/team'
import { NOBODY, signedAs } from '@/core/people/user'
import type { TillDatabase } from '@/storage/databases'
import { openBackup, sealBackup } from '@/till/backup/sealBackup'
import { deriveBackupKey, chooseBackupPassphrase } from '@/till/backup/keepBackupKey'
import { makeBackup } from '@/till/backup/makeBackup'
import { openTill } from '@/till/openTill'
import { restoreBackup } from '@/till/backup/restoreBackup'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'
import { followTillCode } from '@/till/journal/followTillCode'

export const PASSPHRASE = 'quatre mots bien choisis'
export const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })

/** A till whose ids are unique across tills, as on real devices. */
export function aDevice(): TillContext {
  return aTill({ newId: () => crypto.randomUUID() })
}

export async function anOpenDevice(): Promise<TillContext> {
  const context = aDevice()
  await openTill(context)
  return context
}

export async function sell(context: TillContext, ticket: Ticket): Promise<SaleEntry> {
  const { totalCents } = ticketTotals(ticket)
  const sale = await sellTicket(context, ticket, [aTender(totalCents)], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

export const ticketOf = (articles: Article[]) => aTicket(articles, crypto.randomUUID())

/** A backup of a till, under the usual passphrase. */
export async function backUp(context: TillContext): Promise<Blob> {
  const owner = await ownerOf(context)
  const chosen = await chooseBackupPassphrase(context, quickHash, owner, PASSPHRASE)
  const made = await makeBackup(context, owner, 'file')
  if (!chosen.ok || !made.ok) throw new Error('the backup is made')
  return made.value.file
}

export const restore = async (context: TillContext, file: Blob, passphrase = PASSPHRASE) =>
  restoreBackup(context, quickHash, await ownerOf(context), file, passphrase)

/** An owner, who may do everything; nobody in a shop without a team. */
async function ownerOf({ tillDb }: TillContext): Promise<UserV1> {
  const owner = presentOf(await tillDb.users.toArray()).find(({ role }) => role === 'owner')
  return owner ? signedAs(owner) : NOBODY
}

/** The till as it opens again after a restore. */
export async function reopened(context: TillContext): Promise<TillContext> {
  const next = await followTillCode(anotherTab(context))
  await openTill(next)
  return next
}

/** All rows of a database, to be compared. */
export async function diskOf(db: TillDatabase): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const table of db.tables) {
    const all: unknown[] = await table.toArray()
    rows[table.name] = all.map(row => JSON.parse(JSON.stringify(row)) as unknown)
  }
  return rows
}

const keyOf = (salt: string, cost: number) => deriveBackupKey(quickHash, PASSPHRASE, salt, cost)

export async function linesIn(file: Blob): Promise<string[]> {
  let text = ''
  for await (const piece of openBackup(file, ({ salt, N }) => keyOf(salt, N))) text += piece
  return text.split('\n').slice(0, -1)
}

/** A file with other lines, sealed by someone who knows the passphrase. */
export async function withLines(lines: readonly string[]): Promise<Blob> {
  const [salt, cost] = ['00'.repeat(16), 2 ** 17] as const
  const key = await keyOf(salt, cost)
  return sealBackup({ key, salt, cost }, each(lines.map(line => `${line}\n`)))
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  await Promise.resolve()
  yield* lines
}
