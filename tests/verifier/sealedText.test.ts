import { describe, expect, it } from 'vitest'
import { anArticle, aJournal, aTicket } from '../support/factory'
import { entryLine } from '@/core/archive/manifest'
import { canonicalJson } from '@/core/journal/canonicalJson'
import { sealEvent, type JournalEntry } from '@/core/journal/journal'
import { isSealed, lineFrom } from '@/verifier/chain'
import { sealedTextIn } from '@/verifier/sealedText'

const LURE = `,"seal":"${'0'.repeat(64)}","till":"A","training":false}`

function entryCalled(name: string): JournalEntry {
  const [, sale] = aJournal([aTicket([anArticle({ name })])])
  if (!sale) throw new Error('a ticket is a sale')
  return sale
}
const sealedIn = (line: string) => {
  const read = lineFrom(line.trimEnd())
  return read !== undefined && isSealed(read)
}
const withoutSeal = ({ seal: _seal, ...sealed }: JournalEntry) => canonicalJson(sealed)

describe('the sealed text of a line', () => {
  it.each(['Carnet', LURE, `x"${LURE}`, '\\', 'é€漢\u2028'])('is all but the seal: %s', name => {
    const entry = entryCalled(name)
    for (const signature of [null, 'abcd+/==']) {
      const line = entryLine(entry, signature).trimEnd()
      expect(sealedTextIn(line)).toBe(withoutSeal(entry))
      expect(sealedIn(line)).toBe(true)
    }
  })

  it('is none where a line is written in another order, whose seal holds all the same', () => {
    const { seal, ...sealed } = entryCalled('Carnet')
    const line = JSON.stringify({ entry: { seal, ...sealed }, signature: null })
    expect(sealedTextIn(line)).toBeUndefined()
    expect(sealedIn(line)).toBe(true)
  })

  it('is not that of a line where something was put in, or a value told twice', () => {
    const line = entryLine(entryCalled('Carnet'), null).trimEnd()
    for (const [was, is] of [
      ['"day":"2026-01-02"', '"day":"2026-01-02","day":"2026-01-03"'],
      ['"format":1', '"format":1,"formerly":1'],
      ['"name":"Carnet"', '"name":"Carnets"'],
      ['"training":false', '"training":true'],
      ['{"entry":{', '{"entry":{ '],
    ] as const) {
      const altered = line.replace(was, is)
      expect(altered).not.toBe(line)
      // A space alone changes nothing that was sealed.
      expect(sealedIn(altered), altered).toBe(is.endsWith(' '))
    }
    const other = sealEvent(undefined, entryCalled('Autre'))
    expect(sealedIn(line.replace(/"seal":"\w+"/, `"seal":"${other.seal}"`))).toBe(false)
  })
})
