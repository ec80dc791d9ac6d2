import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useTodayStore } from '@/stores/today'
import { useContext, useWorker } from '@/stores/useContext'
import { daysOverdue } from '@/core/backup/due'
import { fail, type BackupError, type Result } from '@/core/errors'
import {
  canChooseFolder,
  chooseFolder,
  closingToBackUp,
  forgetFolder,
  readFolder,
  reopenFolder,
  writeToFolder,
  type BackupFolder,
} from '@/till/backup/writeToFolder'
import { hasBackupKey } from '@/till/backup/keepBackupKey'
import { watchJournal } from '@/till/journal/listSales'
import { noteBackup, type MadeBackup } from '@/till/backup/makeBackup'
import { readSetting, type LastBackup } from '@/till/settings/settings'
import { watchForNextTillCode } from '@/till/journal/followTillCode'

/** Backups of this till: made by hand, made by themselves, and restored. */
export const useBackupStore = defineStore('backup', () => {
  const context = useContext()
  const worker = useWorker()
  const people = usePeopleStore()
  const ticket = useTicketStore()
  const today = useTodayStore()

  const last = shallowRef<LastBackup | null>(null)
  const hasKey = shallowRef(false)
  const folder = shallowRef<BackupFolder | null>(null)
  const problem = shallowRef<BackupError | null>(null)
  const isBusy = shallowRef(false)
  const canPickFolder = canChooseFolder(window)
  /** Days since the last one, where that is too long; null while it is not. */
  const overdueDays = computed(() => daysOverdue(last.value, today.day))

  /** Looks after the closings of days, and loads the page again once the letter is another. */
  async function start(): Promise<void> {
    await refresh()
    watchForNextTillCode(context, () => location.reload())
    watchJournal(context, makeByItself)
  }

  async function refresh(): Promise<void> {
    last.value = (await readSetting(context, 'lastBackup')) ?? null
    hasKey.value = await hasBackupKey(context)
    folder.value = await readFolder(context)
  }

  /** Runs one thing at a time, when the owner lets it; says what was wrong of it. */
  async function run<T>(action: () => Promise<Result<T, BackupError>>): Promise<T | null> {
    if (isBusy.value || !(await people.approve('backup', {}))) return null
    return hold(action)
  }

  async function hold<T>(action: () => Promise<Result<T, BackupError>>): Promise<T | null> {
    isBusy.value = true
    try {
      const done = await action()
      problem.value = done.ok ? null : done.error
      await refresh()
      return done.ok ? done.value : null
    } finally {
      isBusy.value = false
    }
  }

  const choosePassphrase = (passphrase: string) =>
    run(() => worker.chooseBackupPassphrase(passphrase))

  const make = (): Promise<MadeBackup | null> =>
    run(async () => {
      const made = await worker.makeBackup(people.current, 'file')
      if (made.ok) await noteBackup(context, made.value)
      return made
    })

  /** The page loads again under the letter that the till goes on with. */
  async function restore(file: Blob, passphrase: string): Promise<void> {
    const action = () => worker.restoreBackup(people.current, file, passphrase)
    if (!(await run(action))) return
    location.hash = '#/config/general/sauvegarde'
    location.reload()
  }

  /** What was refused is said, and tried again behind the next closing or at the next start. */
  let triedBehind = 0

  /** After a day is closed, never while a ticket is at the counter. */
  async function makeByItself(): Promise<void> {
    if (isBusy.value || ticket.ticket.lines.length > 0) return
    const closing = await closingToBackUp(context)
    if (closing === null || closing === triedBehind) return
    triedBehind = closing
    await hold(toFolder)
  }

  async function toFolder(): Promise<Result<true, BackupError>> {
    const now = await readFolder(context)
    if (now?.state !== 'open') return fail({ code: 'backup-folder-closed' })
    const made = await worker.makeBackup(people.current, 'folder')
    return made.ok ? writeToFolder(context, made.value) : made
  }

  /** By a tap: browsers open their choice of folders for nothing else. */
  async function pickFolder(): Promise<void> {
    if (!(await people.approve('backup', {}))) return
    if (await chooseFolder(context, window)) await hold(toFolder)
  }

  async function openFolder(): Promise<void> {
    folder.value = await reopenFolder(context)
    if (folder.value?.state === 'open') await hold(toFolder)
  }

  async function leaveFolder(): Promise<void> {
    if (!(await people.approve('backup', {}))) return
    await forgetFolder(context)
    await refresh()
  }

  function dismiss(): void {
    problem.value = null
  }

  return {
    tillCode: context.tillCode,
    last,
    hasKey,
    folder,
    problem,
    isBusy,
    canPickFolder,
    overdueDays,
    start,
    choosePassphrase,
    make,
    restore,
    pickFolder,
    openFolder,
    leaveFolder,
    dismiss,
  }
})
