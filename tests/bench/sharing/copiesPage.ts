/// <reference lib="dom" />
import { closeDay } from '@/core/closing/closing'
import type { ClosingV1 } from '@/core/journal/events/closingV1'
import {
  keyFingerprint,
  sealEvent,
  type JournalEntry,
  type JournalEvent,
} from '@/core/journal/journal'
import { dayPlus } from '@/core/days'
import { LANES, NO_HASH } from '@/core/sharing/block'
import { packContent, type EntryRecord } from '@/core/sharing/blockContent'
import { headAfter, type CopyHead } from '@/core/sharing/copyHead'
import { CHUNK_ENTRIES } from '@/core/sharing/copyChunk'
import type { Grant } from '@/core/sharing/statements'
import { keepEntries } from '@/storage/sharing/copies'
import { makeContext } from '@/till/makeContext'
import { publicKeyOf, signSeal } from '@/till/journal/signSeal'
import { readShop, writingKey } from '@/till/sharing/epochKeys'
import { openSharing, type OpenSharing } from '@/till/sharing/group'
import { makeDeviceKeys, sealBlock, type DeviceKeys } from '@/till/sharing/sealBlock'
import { takeBlock } from '@/till/sharing/takeBlock'

/** What the journals of other tills are made of: events as Node made them, without their numbers. */
export interface Material {
  letters: string[]
  /** Entries of all journals together. */
  entries: number
  /** The last day; the first follows from the number of entries. */
  lastDay: string
  salesADay: number
  sales: JournalEvent[]
  /** Of so many sales, one is invoiced to a VAT number. */
  invoiceEvery: number
  invoice: JournalEvent
  closing: ClosingV1
  float: JournalEvent
}

/** A till whose journal is made as it is taken. */
interface OtherDevice {
  letter: string
  keys: DeviceKeys
  records: AsyncGenerator<EntryRecord[], void>
  head: CopyHead | undefined
  seq: number
  previous: string
}

let sharing: OpenSharing | undefined
const others: OtherDevice[] = []

const context = () => makeContext('shop', 'bench', false)

/** Lets other devices into the shop, as if a device that manages had, and begins their journals. */
async function begin(material: Material): Promise<void> {
  const own = context()
  sharing = await openSharing(own)
  if (!sharing) throw new Error('the device shares')
  for (const [place, letter] of material.letters.entries()) {
    const keys = await makeDeviceKeys()
    const statement: Grant = {
      kind: 'grant',
      by: sharing.paperKey,
      seq: 1_000 + place,
      device: keys.device,
      name: `Caisse ${letter}`,
      letter,
      manages: false,
      sealingKey: '',
      at: new Date().toISOString(),
    }
    await own.tillDb.statements.put({ text: JSON.stringify(statement), statement })
    const records = journalOf(letter, material)
    others.push({ letter, keys, records, head: undefined, seq: 0, previous: NO_HASH })
  }
}

/** Entries of a till's journal, a run of a copy at a time, sealed and signed as the till does. */
async function* journalOf(letter: string, material: Material): AsyncGenerator<EntryRecord[], void> {
  const kind = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await crypto.subtle.generateKey(kind, false, ['sign', 'verify'])
  const publicKey = await publicKeyOf(pair)
  const entries = entriesOf(letter, material, {
    kind: 'journal-opened',
    journalId: `bench-${letter}`,
    publicKey,
    keyFingerprint: keyFingerprint(publicKey),
    continues: null,
    software: material.closing.software,
  })
  let journal = ''
  let run: JournalEntry[] = []
  const signed = () =>
    Promise.all(
      run.map(async entry => {
        const signature = await signSeal(pair.privateKey, entry.seal)
        return { kind: 'entry' as const, journal, entry, signature }
      }),
    )
  for (const entry of entries) {
    journal ||= entry.seal
    run.push(entry)
    if (run.length < CHUNK_ENTRIES) continue
    yield await signed()
    run = []
  }
  if (run.length > 0) yield await signed()
}

function* entriesOf(
  letter: string,
  { letters, entries: all, lastDay, salesADay, ...material }: Material,
  opening: JournalEvent,
): Generator<JournalEntry> {
  const count = Math.floor(all / letters.length)
  const days = Math.ceil(count / (salesADay + 2))
  let [day, place] = [dayPlus(lastDay, 1 - days), 0]
  let last: JournalEntry | undefined
  let before: ClosingV1 | undefined
  const numbers: Record<string, number> = {}
  const seal = (event: JournalEvent): JournalEntry => {
    place += 1
    const at = `${day}T${String(9 + (place % 10)).padStart(2, '0')}:${String(place % 60).padStart(2, '0')}:00.000+01:00`
    const numbered =
      'document' in event ? { ...event, document: nextOf(numbers, letter, event) } : event
    const eventId = `${letter}-${place}-${Math.random().toString(36).slice(2)}`
    last = sealEvent(last, { till: letter, eventId, at, day, training: false, event: numbered })
    return last
  }
  // A closing covers all that follows the last entry of the one before, that closing included.
  let since = [seal(opening)]
  yield* since
  while (last && last.number < count) {
    const ofDay = [seal(material.float)]
    for (let sold = 0; sold < salesADay; sold += 1) {
      const sale = material.sales[(place * 7) % material.sales.length]
      if (!sale) throw new Error('there are sales')
      const sealed = seal(sale)
      ofDay.push(sealed)
      if (sold % material.invoiceEvery === 1 && 'document' in sealed.event) {
        const saleDocument = sealed.event.document
        const about = { saleTill: letter, saleNumber: sealed.number, saleDocument }
        ofDay.push(seal({ ...material.invoice, ...about }))
      }
    }
    yield* ofDay
    before = { ...material.closing, ...closeDay(before, [...since, ...ofDay], day) }
    since = [seal(before)]
    yield* since
    day = dayPlus(day, 1)
  }
}

function nextOf(
  numbers: Record<string, number>,
  letter: string,
  event: Extract<JournalEvent, { document: unknown }>,
) {
  const series = letter + event.document.series.slice(1)
  numbers[series] = (numbers[series] ?? 0) + 1
  return { series, number: numbers[series] }
}

const opened = (): OpenSharing => {
  if (!sharing) throw new Error('it began')
  return sharing
}

/** Takes the first entries of each till as blocks, one entry each; milliseconds of each hundred. */
async function takeBlocks(hundreds: number): Promise<number[]> {
  const { store, keys, paperKey } = opened()
  const key = writingKey(await readShop({ store, keys, paperKey }))
  if (!key) throw new Error('the shop has a secret')
  const [first] = others
  if (!first) throw new Error('there are others')
  const times: number[] = []
  const left: EntryRecord[] = []
  const put: EntryRecord[] = []
  for (let count = 0; count < hundreds; count += 1) {
    while (left.length < 100) left.push(...((await first.records.next()).value as EntryRecord[]))
    const blocks = []
    for (const record of left.splice(0, 100)) {
      const where = { lane: LANES.journal, seq: first.seq, previous: first.previous }
      const base = { begins: false, ends: false }
      const content = packContent({ seen: [], records: [record] })
      const block = await sealBlock(
        first.keys,
        key.secret,
        { ...where, epoch: key.epoch, base },
        new Uint8Array(content),
      )
      first.seq += 1
      first.previous = block.hash
      first.head = headAfter(first.head, record)
      blocks.push(block.bytes)
      put.push(record)
    }
    const startedAt = performance.now()
    for (const bytes of blocks) {
      const { outcome, tampered } = await takeBlock(opened(), bytes)
      if (outcome !== 'taken' || tampered.length > 0) throw new Error(outcome)
    }
    times.push(performance.now() - startedAt)
  }
  // What is left of the run that was begun goes on without blocks.
  await keep(first, left)
  return times
}

async function keep(of: OtherDevice, records: readonly EntryRecord[]): Promise<void> {
  for (const record of records) of.head = headAfter(of.head, record)
  const { head, keys, seq, previous } = of
  if (!head) return
  const { others: db } = opened()
  const heardAt = new Date().toISOString()
  await db.transaction('rw', db.tables, async () => {
    await keepEntries(db, records)
    await db.copyHeads.put({ ...head, device: keys.device })
    await db.streams.put({
      device: keys.device,
      lane: LANES.journal,
      next: seq,
      hash: previous,
      openBase: null,
      publicKey: keys.publicKey,
      heardAt,
      seen: [],
    })
  })
}

/** Keeps more runs of each till's journal; milliseconds that the disk took, and what was kept. */
async function keepRuns(runs: number): Promise<{ ms: number; entries: number }> {
  const kept = { ms: 0, entries: 0 }
  for (const other of others) {
    for (let count = 0; count < runs; count += 1) {
      const { value, done } = await other.records.next()
      if (done || !value) break
      const startedAt = performance.now()
      await keep(other, value)
      kept.ms += performance.now() - startedAt
      kept.entries += value.length
    }
  }
  return kept
}

const diskBytes = async () => (await navigator.storage.estimate()).usage ?? 0

export const page = { begin, takeBlocks, keepRuns, diskBytes }
Object.assign(window, { page })
