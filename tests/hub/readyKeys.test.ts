import { expect, test, vi } from 'vitest'
import { aWriter } from '../sharing/writer'
import { LANES } from '@/core/sharing/block'
import { mailboxesOver } from '@/hub/mailboxes'
import { memoryStore } from '@/hub/memoryStore'

const HERE = '1'.padStart(32, '0')
const ELSEWHERE = '2'.padStart(32, '0')

async function aHub() {
  const store = memoryStore()
  const look = vi.spyOn(store, 'look')
  const hub = mailboxesOver(store, error => expect.unreachable(String(error)))
  const put = async (mailbox: string, bytes: Uint8Array | undefined) => {
    if (!bytes) throw new Error('a block')
    const swapped = await hub.swap(mailbox, { have: [], blocks: [bytes], waitSeconds: 0 })
    return swapped.results
  }
  const { blocks, writeMany } = await aWriter(LANES.journal)
  await writeMany(2, 20)
  return { put, look, blocks }
}

test('a block of a device whose key is ready is put without reading the mailbox before', async () => {
  const { put, look, blocks } = await aHub()
  expect(await put(HERE, blocks[0]?.bytes)).toEqual(['new'])
  expect(await put(HERE, blocks[1]?.bytes)).toEqual(['new'])
  expect(look).not.toHaveBeenCalled()
})

test('a key that is ready opens no mailbox that never heard of the device', async () => {
  const { put, blocks } = await aHub()
  await put(HERE, blocks[0]?.bytes)
  expect(await put(ELSEWHERE, blocks[1]?.bytes)).toEqual(['gap'])
})
