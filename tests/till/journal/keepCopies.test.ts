import { describe, expect, it } from 'vitest'
import { anotherTab } from '../../support/factory'
import { anOpenDevice, honey, reopened, sell, ticketOf } from '../../support/backup'
import { copyAll, dropLast, numbersIn } from '../../support/copies'
import { aMemoryCopy } from '../../support/memoryCopy'
import { makeCopyKeeper, type CopyState } from '@/till/journal/keepCopies'
import { keepHead, readKeptHeads, type KeptHead } from '@/till/journal/keptHeads'
import { readLastEntry } from '@/storage/journal/journal'
import { tellFindings } from '@/till/journal/tellFindings'
import type { TillContext } from '@/till/context'
import type { CopyFiles } from '@/storage/journal/copyFiles'

const atOnce = (task: () => Promise<unknown>) => task()

/** Follows a till as its worker does; `last` waits for a state. */
async function followed(
  till: TillContext,
  files: CopyFiles | null,
  heads: readonly KeptHead[] = [],
) {
  const states: CopyState[] = []
  const keeper = makeCopyKeeper(anotherTab(till), files, atOnce)
  await keeper.follow(heads, state => states.push(state))
  const last = async (isWanted: (state: CopyState) => boolean) => {
    await expect.poll(() => states.some(isWanted), { timeout: 5_000 }).toBe(true)
    return states.findLast(isWanted)
  }
  return { keeper, last }
}

describe('the worker that keeps the copies', () => {
  it('copies what a kill left, then each sale after it is sealed, and tells the space it takes', async () => {
    const till = await anOpenDevice()
    await sell(till, ticketOf([honey]))
    const copy = aMemoryCopy()
    const { last } = await followed(till, copy)
    await last(({ bytes }) => bytes > 0)
    expect(await numbersIn(copy)).toEqual([1, 2])
    await sell(till, ticketOf([honey]))
    const state = await last(({ head }) => head?.number === 3)
    expect(await numbersIn(copy)).toEqual([1, 2, 3])
    const size = [...copy.files.values()].reduce((sum, { length }) => sum + length, 0)
    expect(state).toMatchObject({ state: 'kept', stopped: null, bytes: size, findings: [] })
    expect(state?.head?.seal).toBe((await readLastEntry(till.tillDb, 'A'))?.seal)
  })

  it('says why it stopped on a full disk, lets selling go on, and catches up at the next sale', async () => {
    const till = await anOpenDevice()
    const copy = aMemoryCopy()
    copy.stopAfter(50)
    const { last } = await followed(till, copy)
    expect(await last(({ state }) => state === 'stopped')).toMatchObject({ stopped: 'disk-full' })
    await sell(till, ticketOf([honey]))
    copy.stopAfter(Infinity)
    await sell(till, ticketOf([honey]))
    await last(({ state, head }) => state === 'kept' && head?.number === 3)
    expect(await numbersIn(copy)).toEqual([1, 2, 3])
  })

  it('where there is no file system compares the head kept elsewhere, and says there is no copy', async () => {
    const till = await anOpenDevice()
    await sell(till, ticketOf([honey]))
    const storage = new Map<string, string>()
    const device = Object.assign(
      Object.create(null) as Record<string, string>,
      {},
    ) as unknown as Storage
    Object.defineProperties(device, {
      setItem: {
        value: (name: string, text: string) => {
          storage.set(name, text)
          Object.defineProperty(device, name, { value: text, enumerable: true, configurable: true })
        },
      },
      getItem: { value: (name: string) => storage.get(name) ?? null },
    })
    const { last } = await followed(till, null)
    const state = await last(({ head }) => head !== null)
    expect(state?.state).toBe('absent')
    if (state?.head) keepHead(device, 'shop', state.head)
    device.setItem('comptoir.head.shop.A-no', '{"till":"A"}')
    device.setItem('comptoir.head.shop.A-nor', 'no JSON')
    const heads = readKeptHeads(device, 'shop')
    expect(heads).toEqual([state?.head])

    await dropLast(till, 2)
    const { last: again } = await followed(till, null, heads)
    const put = await again(({ findings }) => findings.length > 0)
    expect(put?.findings).toMatchObject([{ kind: 'ahead', till: 'A', number: 2, from: 'head' }])
    await tellFindings(till, put?.findings ?? [], [])
    expect((await reopened(till)).tillCode).toBe('B')
  })

  it('is not misled by a head that the till did not sign', async () => {
    const till = await anOpenDevice()
    await sell(till, ticketOf([honey]))
    const { last } = await followed(till, null)
    const { head } = (await last(state => state.head !== null)) ?? {}
    if (!head) throw new Error('the till signs')
    const forged = { ...head, number: 9, seal: 'f'.repeat(64) }
    const { last: again } = await followed(till, null, [forged])
    expect((await again(() => true))?.findings).toEqual([])
  })

  it('compares every record at the check of the journal, and mends a damaged file', async () => {
    const till = await anOpenDevice()
    for (let sold = 0; sold < 3; sold += 1) await sell(till, ticketOf([honey]))
    const copy = aMemoryCopy()
    await copyAll(till, copy)
    const { keeper, last } = await followed(till, copy)
    await last(({ head }) => head !== null)
    expect(await keeper.check(true)).toEqual({ findings: [], damages: 0, compared: 4 })

    const entry = await till.tillDb.journal.get(['A', 2])
    await till.tillDb.journal.delete(['A', 2])
    expect((await keeper.check(true))?.findings).toMatchObject([
      { kind: 'ahead', till: 'A', number: 2, held: 4, from: 'copy' },
    ])
    if (entry) await till.tillDb.journal.add({ ...entry, seal: 'f'.repeat(64) })
    expect((await keeper.check(true))?.findings).toMatchObject([{ kind: 'differs', number: 2 }])
    if (entry) await till.tillDb.journal.put(entry)

    const [[name, bytes] = ['', new Uint8Array()]] = [...copy.files]
    const damaged = bytes.slice()
    damaged[100] = (damaged[100] ?? 0) ^ 1
    copy.files.set(name, damaged)
    expect(await keeper.check(false)).toEqual({ findings: [], damages: 1, compared: 3 })
    expect(await keeper.check(true)).toMatchObject({ damages: 1 })
    // It is written anew from the journal, and nothing is lost of it.
    await expect.poll(() => keeper.check(true)).toEqual({ findings: [], damages: 0, compared: 4 })
    expect((await numbersIn(copy)).sort()).toEqual([1, 2, 3, 4])
    await sell(till, ticketOf([honey]))
    await last(({ head }) => head?.number === 5)
    expect(await keeper.check(true)).toEqual({ findings: [], damages: 0, compared: 5 })
  })
})
