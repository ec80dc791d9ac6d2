import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { withFile } from '@/proxy/agent/equipmentUnreadable'
import { readIfThere } from '@/proxy/readIfThere'
import { readAttemptState } from '@/core/payment/terminal/attemptState'
import type { AttemptState, Direction } from '@/core/payment/terminal/outcome'

/** What was asked of a terminal, for whoever reads the file. */
export interface Asked {
  terminalId: string
  amountCents: number
  direction: Direction
}

/** Attempts by the ids that pages chose, in memory and on disk. */
export interface Attempts {
  /** Name of this file's life: a page learns by it that another file is asked than it wrote to. */
  serverId: string
  stateOf: (id: string) => AttemptState | undefined
  /**
   * Notes a state; on disk once it returns.
   *
   * @throws where the disk refuses it, or too many are known. The state is then known in memory alone.
   */
  note: (id: string, state: AttemptState, asked?: Asked) => void
}

interface Line {
  id: string
  at: number
  state: AttemptState
  asked?: Asked | undefined
}

/** A page asks again within a day at most; what is older is forgotten. */
export const FORGOTTEN_AFTER_MS = 48 * 3_600_000
const MOST = 5_000
/** Where too many are known, one that asked nothing is forgotten then: its answer would be the same. */
const SPENT_AFTER_MS = 10 * 60_000

/**
 * Opens the attempts kept in a file of lines, each a state. What was under way when the server stopped
 * is unknown from then on, never failed: the terminal may have gone on. A last line that was cut short
 * was not acted upon. Any other that cannot be read is told, and the file goes on under another name: it
 * is no longer known of any attempt that it never came here.
 *
 * @throws EquipmentUnreadable where the disk refuses to read or write the file.
 */
export function openAttempts(
  file: string,
  say: (text: string) => void,
  now: () => number = Date.now,
): Attempts {
  const kept = readKept(withFile(file, () => readIfThere(file)) ?? '')
  for (const number of kept.badLines) say(badLine(file, number))
  const serverId = (kept.badLines.length === 0 ? kept.serverId : undefined) ?? randomUUID()
  const byId = new Map<string, Line>()
  for (const line of kept.lines) {
    const isOpen = line.state.state === 'waiting'
    const state: AttemptState = isOpen ? { state: 'unknown', why: 'restarted' } : line.state
    if (now() - line.at < FORGOTTEN_AFTER_MS) byId.set(line.id, { ...line, state })
  }
  withFile(file, () => {
    mkdirSync(dirname(file), { recursive: true })
    rewrite(file, [{ serverId }, ...byId.values()])
  })

  function forget(): void {
    const isFull = byId.size >= MOST
    for (const [id, { at, state }] of byId) {
      const ageMs = now() - at
      const isSpent = isFull && state.state === 'not-sent' && ageMs >= SPENT_AFTER_MS
      if (isSpent || ageMs >= FORGOTTEN_AFTER_MS) byId.delete(id)
    }
  }

  return {
    serverId,
    stateOf: id => byId.get(id)?.state,
    note(id, state, asked) {
      forget()
      const before = byId.get(id)
      const isFull = before === undefined && byId.size >= MOST
      const line: Line = { id, at: before?.at ?? now(), state, asked: asked ?? before?.asked }
      if (isFull) throw new RangeError('too many attempts are known')
      byId.set(id, line)
      addLine(file, line)
    },
  }
}

const badLine = (file: string, number: number) =>
  `  Terminal : ${file}, ligne ${number}, est illisible. Les demandes en cours seront à vérifier sur le terminal ; ne modifiez pas ce fichier.`

/** Appends a line that begins anew, whatever a line before it was cut to. */
function addLine(file: string, line: object): void {
  write(file, 'a', `\n${JSON.stringify(line)}\n`)
}

function rewrite(file: string, lines: readonly object[]): void {
  write(`${file}.new`, 'w', lines.map(line => `${JSON.stringify(line)}\n`).join(''))
  renameSync(`${file}.new`, file)
}

function write(file: string, flag: 'a' | 'w', text: string): void {
  const opened = openSync(file, flag, 0o600)
  try {
    writeSync(opened, text)
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

interface Kept {
  serverId: string | undefined
  lines: Line[]
  /** Numbers of the lines that say nothing sound, the first line being 1. */
  badLines: number[]
}

function readKept(text: string): Kept {
  const kept: Kept = { serverId: undefined, lines: [], badLines: [] }
  const written = text.split('\n')
  for (const [index, each] of written.entries()) {
    if (each === '') continue
    const value = parsed(each)
    const line = lineOf(value)
    const serverId = idIn(value, 'serverId')
    if (line) kept.lines.push(line)
    else if (serverId !== undefined) kept.serverId ??= serverId
    // The last one has no end where the machine stopped as it was written.
    else if (index < written.length - 1) kept.badLines.push(index + 1)
  }
  return kept
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A field that is the id that a page or this server chose; undefined for anything else. */
export function idIn(value: unknown, field: string): string | undefined {
  const id = fieldsOf(value)[field]
  return typeof id === 'string' && UUID.test(id) ? id : undefined
}

/** A line as this server writes it; undefined for any other. */
function lineOf(value: unknown): Line | undefined {
  const { at, state: kept, asked } = fieldsOf(value)
  const id = idIn(value, 'id')
  const state = readAttemptState(kept)
  if (id === undefined || !state || !Number.isSafeInteger(at)) return undefined
  if (asked !== undefined && !isAsked(asked)) return undefined
  return { id, at: Number(at), state, asked }
}

/** Whether what was asked is written as this server writes it. */
export function isAsked(value: unknown): value is Asked {
  const { terminalId, amountCents, direction } = fieldsOf(value)
  const isNamed = typeof terminalId === 'string' && terminalId.length <= LONGEST_TERMINAL_ID
  const isEitherWay = direction === 'debit' || direction === 'credit'
  return isNamed && isEitherWay && isWhole(amountCents, MOST_CENTS)
}

const LONGEST_TERMINAL_ID = 40
const MOST_CENTS = 99_999_999

/** Whether a value is a whole number from 1. */
export const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= most

/** Fields of an object; none of anything else. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
