import type { TillDatabase } from '@/storage/databases'

/** Till codes that devices of the shop were granted, as far as is known here; none of a device alone. */
export async function readGrantedLetters({ statements }: TillDatabase): Promise<string[]> {
  const kept = await statements.toArray()
  return kept.flatMap(({ statement }) =>
    statement.kind === 'grant' && statement.letter !== null ? [statement.letter] : [],
  )
}
