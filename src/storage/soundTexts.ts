import type { DBCore, DBCoreMutateRequest, Dexie } from 'dexie'
import { withSoundTexts } from '@/core/text'

/** What was sealed stays to the last character, whatever it holds. */
const SEALED = new Set([
  'journal',
  'signatures',
  'heads',
  'keys',
  // What devices said: its texts are made sound where they enter a table of the shop.
  'sharedRows',
  'ownLanes',
  'ownBlocks',
  'statements',
  'sharing',
])
const SEALED_SETTING = 'setAsideJournals'

/**
 * Makes every text sound that enters a table, whichever form, import, scan or file it comes from
 * (`core/text`): no later sale, receipt, table or archive meets another.
 */
export function keepTextsSound(db: Dexie): void {
  db.use({ stack: 'dbcore', name: 'sound-texts', create: soundCore })
}

function soundCore(core: DBCore): DBCore {
  return {
    ...core,
    table(name) {
      const table = core.table(name)
      if (SEALED.has(name)) return table
      return { ...table, mutate: request => table.mutate(soundRequest(name, request)) }
    },
  }
}

function soundRequest(table: string, request: DBCoreMutateRequest): DBCoreMutateRequest {
  if (request.type !== 'add' && request.type !== 'put') return request
  const values = request.values.map((row: unknown) =>
    isSealedSetting(table, row) ? row : withSoundTexts(row),
  )
  return { ...request, values }
}

const isSealedSetting = (table: string, row: unknown) =>
  table === 'settings' &&
  typeof row === 'object' &&
  row !== null &&
  'name' in row &&
  row.name === SEALED_SETTING
