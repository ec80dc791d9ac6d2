import type { Remote } from 'comlink'
import { expect, it } from 'vitest'
import { openedDevices } from '@/stores/sharing/openedDevices'
import type { TillWorker } from '@/worker/worker'

it('holds what the worker opened, and asks again where that failed', async () => {
  let asked = 0
  const worker = {
    openDevices: () => {
      asked += 1
      return asked === 1 ? Promise.reject(new Error('no such part')) : Promise.resolve({ asked })
    },
  } as unknown as Remote<TillWorker>
  await expect(openedDevices(worker)).rejects.toThrow('no such part')
  expect(await openedDevices(worker)).toBe(await openedDevices(worker))
  expect(asked).toBe(2)
})
