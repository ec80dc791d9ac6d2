import { Dexie } from 'dexie'
import { othersBeside } from './othersDatabase'
import type { TillDatabase } from '@/storage/databases'

/**
 * Till codes that devices of the shop were granted, or went on under by themselves, as far as is known
 * here; none of a device alone.
 */
export async function readGrantedLetters({ name, statements }: TillDatabase): Promise<string[]> {
  const kept = await statements.toArray()
  if (kept.length === 0) return []
  const granted = kept.flatMap(({ statement }) =>
    statement.kind === 'grant' && statement.letter !== null ? [statement.letter] : [],
  )
  return [...new Set([...granted, ...(await readCopiedLetters(name))])]
}

async function readCopiedLetters(tillDbName: string): Promise<string[]> {
  const others = othersBeside(tillDbName)
  try {
    return (await others.copyHeads.toArray()).map(({ till }) => till)
  } catch (error) {
    // What others wrote may be gone or unreadable: the till goes on by what it was granted itself.
    if (error instanceof Dexie.DexieError) return []
    throw error
  } finally {
    others.close()
  }
}
