import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useDeviceActs } from './deviceActs'
import { usePeopleStore } from '@/stores/people/people'
import { useContext } from '@/stores/useContext'
import { deviceAct } from '@/core/people/approval'
import { changeStockBy } from '@/till/stock/changeStockBy'
import { readHandover, type StockHandover } from '@/till/stock/readHandover'

/** Which device of the shop sends its stock, and what of this one's sales waits for it. */
export const useStockSenderStore = defineStore('stockSender', () => {
  const context = useContext()
  const people = usePeopleStore()
  const { error, attempt } = useDeviceActs()
  /** Null until it was read. */
  const handover = shallowRef<StockHandover | null>(null)

  async function read(): Promise<void> {
    handover.value = await readHandover(context)
  }

  async function save(device: string): Promise<void> {
    await attempt(deviceAct('send-stock', device), () =>
      changeStockBy(context, people.current, device),
    )
    await read()
  }

  return { handover, error, read, save }
})
