import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useSharingStore } from './sharing'
import { openedDevices } from './openedDevices'
import { useContext, useWorker } from '@/stores/useContext'
import type { Result } from '@/core/errors'
import type { SharingError } from '@/core/sharing/sharingError'
import { readSetting } from '@/till/settings/settings'
import type { HostedView } from '@/till/sharing/hosting'
import type { GuestView } from '@/till/sharing/visiting'

/** What the owner does with the shop's devices: founding, letting in, putting out. */
export const useDevicesStore = defineStore('devices', () => {
  const context = useContext()
  const worker = useWorker()
  const sharing = useSharingStore()

  /** Address of the server of mailboxes beside this page; null where there is none. */
  const server = shallowRef<string | null>(null)
  const error = shallowRef<SharingError | null>(null)
  const isBusy = shallowRef(false)
  /** Shown once, to be noted before anything is shared. */
  const paperCode = shallowRef<string | null>(null)
  const hosted = shallowRef<HostedView | null>(null)
  const visit = shallowRef<GuestView | null>(null)

  async function findServer(): Promise<void> {
    error.value = null
    if (server.value !== null) return
    const devices = await openedDevices(worker)
    server.value = await devices.findServer(new URL('./', document.baseURI).href)
  }

  function forgetError(): void {
    error.value = null
  }

  /** Runs an act; its refusal is shown until the next one. */
  async function attempt<T>(act: () => Promise<Result<T, SharingError>>): Promise<T | undefined> {
    if (isBusy.value) return undefined
    isBusy.value = true
    error.value = null
    try {
      const done = await act()
      if (done.ok) return done.value
      error.value = done.error
      return undefined
    } finally {
      isBusy.value = false
    }
  }

  /** A server of the shop's own host knows the shop's key: no code is then typed. */
  async function found(how: { address: string; name: string; code: string }): Promise<void> {
    const key = (await readSetting(context, 'connection'))?.key ?? ''
    const devices = await openedDevices(worker)
    const code = how.code || (how.address.endsWith('.php') ? key : '')
    const done = await attempt(() => devices.found({ ...how, code }))
    if (done) ({ paperCode: paperCode.value } = done)
  }

  async function keepFounded(): Promise<void> {
    await (await openedDevices(worker)).keepFounded()
    paperCode.value = null
    await sharing.start()
  }

  async function host(role: { sells: boolean; manages: boolean }): Promise<void> {
    const devices = await openedDevices(worker)
    await attempt(() =>
      devices.host(
        role,
        Comlink.proxy(view => void (hosted.value = view)),
      ),
    )
  }

  async function typeDigits(digits: string): Promise<void> {
    await (await openedDevices(worker)).typeDigits(digits)
  }

  async function stopHosting(): Promise<void> {
    await (await openedDevices(worker)).stopHosting()
    hosted.value = null
  }

  async function join(text: string, name: string): Promise<void> {
    const devices = await openedDevices(worker)
    await devices.visit(
      text,
      name,
      Comlink.proxy(view => void (visit.value = view)),
    )
    if (visit.value?.at === 'joined') await sharing.start()
  }

  async function stopVisit(): Promise<void> {
    await (await openedDevices(worker)).stopVisit()
    visit.value = null
  }

  async function remove(device: string): Promise<boolean> {
    const devices = await openedDevices(worker)
    return (await attempt(() => devices.remove(device))) !== undefined
  }

  async function recover(how: { address: string; typed: string; name: string }): Promise<boolean> {
    const devices = await openedDevices(worker)
    const done = await attempt(() => devices.recover(how))
    if (done === undefined) return false
    await sharing.start()
    return true
  }

  async function leave(): Promise<void> {
    await (await openedDevices(worker)).leave()
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
