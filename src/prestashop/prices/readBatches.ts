import { AT_ONCE } from '@/prestashop/client'
import { isTooMuch } from '@/prestashop/pageSize'
import { ok, type Result, type ShopError } from '@/core/errors'

/**
 * Reads batches in order, `AT_ONCE` at a time, each in one request. A batch that is too much for the
 * shop is asked again in two halves, down to a single member. The first other error ends it.
 */
export async function readBatches<Member>(
  batches: readonly (readonly Member[])[],
  read: (batch: readonly Member[]) => Promise<Result<void, ShopError>>,
): Promise<Result<void, ShopError>> {
  const left = [...batches]
  let failure: ShopError | undefined

  const readOn = async () => {
    for (let batch = left.shift(); batch && !failure; batch = left.shift()) {
      const done = await read(batch)
      if (done.ok) continue
      if (batch.length > 1 && isTooMuch(done.error)) {
        const half = Math.ceil(batch.length / 2)
        left.unshift(batch.slice(0, half), batch.slice(half))
      } else failure ??= done.error
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, readOn))
  return failure ? { ok: false, error: failure } : ok(undefined)
}
