import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useDeviceActs } from './deviceActs'
import { useSharingStore } from './sharing'
import { usePeopleStore } from '@/stores/people/people'
import { openedDevices } from './openedDevices'
import { useContext, useWorker } from '@/stores/useContext'
import { deviceAct } from '@/core/people/approval'
import { serverCode } from '@/core/sharing/serverCode'
import { readSetting } from '@/till/settings/settings'
import { changeOrdersBy } from '@/till/sharing/ordersElsewhere'
import type { HostedView } from '@/till/sharing/pairing/hosting'
import type { GuestView } from '@/till/sharing/pairing/visiting'

/** What the owner does with the shop's devices: founding, letting in, putting out. */
export const useDevicesStore = defineStore('devices', () => {
  const context = useContext()
  const worker = useWorker()
  const sharing = useSharingStore()
  const people = usePeopleStore()

  /** Address of the server of mailboxes beside this page; null where there is none. */
  const server = shallowRef<string | null>(null)
  const { error, isBusy, attempt } = useDeviceActs()
  /** Shown once, to be noted before anything is shared. */
  const paperCode = shallowRef<string | null>(null)
  const hosted = shallowRef<HostedView | null>(null)
  const visit = shallowRef<GuestView | null>(null)
  let hosting: symbol | undefined

  async function findServer(): Promise<void> {
    error.value = null
    if (server.value !== null) return
    const devices = await openedDevices(worker)
    server.value = await devices.findServer(new URL('./', document.baseURI).href)
  }

  const forgetError = () => void (error.value = null)

  async function found(how: { address: string; name: string; code: string }): Promise<void> {
    const devices = await openedDevices(worker)
    const code = how.code || serverCode(how.address, await readSetting(context, 'connection'))
    const done = await attempt(deviceAct('found'), () =>
      devices.found(people.current, { ...how, code }),
    )
    if (done) ({ paperCode: paperCode.value } = done)
  }

  async function keepFounded(): Promise<void> {
    const devices = await openedDevices(worker)
    await attempt(null, () => devices.keepFounded())
    paperCode.value = null
    await sharing.start()
  }

  async function host(role: { sells: boolean; manages: boolean }): Promise<void> {
    const devices = await openedDevices(worker)
    const mine = Symbol('pairing')
    hosting = mine
    // One that the sheet was closed on is shown no more.
    const onView = Comlink.proxy((view: HostedView) => {
      if (hosting === mine) hosted.value = view
    })
    await attempt(deviceAct('let-in'), () => devices.host(people.current, role, onView))
  }

  async function typeDigits(digits: string): Promise<void> {
    await (await openedDevices(worker)).typeDigits(digits)
  }

  async function stopHosting(): Promise<void> {
    hosting = undefined
    await (await openedDevices(worker)).stopHosting()
    hosted.value = null
  }

  async function join(text: string, name: string): Promise<void> {
    const devices = await openedDevices(worker)
    const onView = Comlink.proxy((view: GuestView) => void (visit.value = view))
    await attempt(deviceAct('join'), () => devices.visit(people.current, text, name, onView))
    if (visit.value?.at === 'joined') await sharing.start()
  }

  async function stopVisit(): Promise<void> {
    await (await openedDevices(worker)).stopVisit()
    visit.value = null
  }

  async function remove(device: string): Promise<boolean> {
    const devices = await openedDevices(worker)
    return (
      (await attempt(deviceAct('put-out', device), () =>
        devices.remove(people.current, device),
      )) !== undefined
    )
  }

  async function recover(how: { address: string; typed: string; name: string }): Promise<boolean> {
    const devices = await openedDevices(worker)
    const done = await attempt(deviceAct('recover'), () => devices.recover(people.current, how))
    if (done === undefined) return false
    await sharing.start()
    return true
  }

  /** The device that records the shop's online orders; empty for none. */
  const ordersBy = shallowRef('')
  async function readOrdersBy(): Promise<void> {
    ordersBy.value = (await readSetting(context, 'ordersBy')) ?? ''
  }
  async function saveOrdersBy(device: string): Promise<void> {
    await attempt(deviceAct('record-orders', device), () =>
      changeOrdersBy(context, people.current, device),
    )
    await readOrdersBy()
  }

  async function leave(): Promise<void> {
    const devices = await openedDevices(worker)
    const done = await attempt(deviceAct('leave'), () => devices.leave(people.current))
    if (done === undefined) return
    sharing.forget()
    await sharing.start()
  }

  return {
    server,
    error,
    isBusy,
    paperCode,
    hosted,
    visit,
    ordersBy,
    readOrdersBy,
    saveOrdersBy,
    findServer,
    forgetError,
    found,
    keepFounded,
    host,
    typeDigits,
    stopHosting,
    join,
    stopVisit,
    remove,
    recover,
    leave,
  }
})
