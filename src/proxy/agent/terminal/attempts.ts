import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { readIfThere } from '@/proxy/readIfThere'
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

/**
 * Opens the attempts kept in a file of lines, each a state. What was under way when the server stopped
 * is unknown from then on, never failed: the terminal may have gone on. A line that was cut short was
 * not acted upon.
 */
export function openAttempts(file: string, now: () => number = Date.now): Attempts {
  const kept = readKept(file)
  const serverId = kept.serverId ?? randomUUID()
  const byId = new Map<string, Line>()
  for (const line of kept.lines) {
    const isOpen = line.state.state === 'waiting'
    const state: AttemptState = isOpen ? { state: 'unknown', why: 'restarted' } : line.state
    if (now() - line.at < FORGOTTEN_AFTER_MS) byId.set(line.id, { ...line, state })
  }
  mkdirSync(dirname(file), { recursive: true })
  rewrite(file, [{ serverId }, ...byId.values()])

  function forget(): void {
    for (const [id, { at }] of byId) if (now() - at >= FORGOTTEN_AFTER_MS) byId.delete(id)
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

function readKept(file: string): { serverId: string | undefined; lines: Line[] } {
  const found = (readIfThere(file) ?? '').split('\n').flatMap(line => parsed(line) ?? [])
  const [serverId] = found.flatMap(one => ('serverId' in one ? [one.serverId] : []))
  return { serverId, lines: found.flatMap(one => ('id' in one ? [one] : [])) }
}

/** A line as this server wrote it; undefined where the writing was cut short. */
function parsed(line: string): Line | { serverId: string } | undefined {
  try {
    return JSON.parse(line) as Line | { serverId: string }
  } catch {
    // Cut as the machine stopped.
    return undefined
  }
}
