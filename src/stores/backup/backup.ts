import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useTodayStore } from '@/stores/today'
import { openPageAgain } from '@/stores/openPageAgain'
import { useContext, useWorker } from '@/stores/useContext'
import { backupAct, type Act } from '@/core/people/approval'
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
import { tillCodesElsewhere } from '@/till/journal/tillCodesElsewhere'

/** Opens the till under its next letter; after a restore, where it says what is left to type. */
function openAgain(isRestored: boolean): void {
  if (isRestored) location.hash = '#/config/general/sauvegarde?restored'
  openPageAgain()
}

/** Backups of this till: made by hand, made automatically, and restored. */
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
  let isRestoring = false
  const canPickFolder = canChooseFolder(window)
  /** Days since the last backup, when they are too many; null otherwise. */
  const overdueDays = computed(() => daysOverdue(last.value, today.day))

  /** Watches the closings of days, and reloads the page once the till code changes. */
  async function start(): Promise<void> {
    await refresh()
    watchForNextTillCode(context, () => openAgain(isRestoring))
    watchJournal(context, makeByItself)
  }

  async function refresh(): Promise<void> {
    last.value = (await readSetting(context, 'lastBackup')) ?? null
    hasKey.value = await hasBackupKey(context)
    folder.value = await readFolder(context)
  }

  /** Runs one task at a time, when the owner approves it; `problem` says why it failed. */
  async function run<T>(
    act: Act,
    action: () => Promise<Result<T, BackupError>>,
  ): Promise<T | null> {
    if (isBusy.value || !(await people.approve(act, act.about))) return null
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
    run(backupAct('passphrase'), () => worker.chooseBackupPassphrase(people.current, passphrase))

  const make = (): Promise<MadeBackup | null> =>
    run(backupAct('make'), async () => {
      const made = await worker.makeBackup(people.current, 'file')
      if (made.ok) await noteBackup(context, made.value)
      return made
    })

  /**
   * Restores a backup; the page then reloads under the new till code, at times before the worker's
   * answer comes. `acceptsBroken` once its owner was told that a journal in it is broken, and wants
   * it as it is.
   */
  async function restore(file: Blob, passphrase: string, acceptsBroken: boolean): Promise<void> {
    const alsoUsed = await tillCodesElsewhere(localStorage, context.space)
    const how = { alsoUsed, acceptsBroken }
    const action = () => worker.restoreBackup(people.current, file, passphrase, how)
    isRestoring = true
    if (await run(backupAct('restore'), action)) openAgain(isRestoring)
    else isRestoring = false
  }

  /**
   * The closing after which a backup was last tried. A failed backup is shown, and tried again
   * after the next closing or at the next start.
   */
  let triedBehind = 0

  /** Makes the automatic backup after a day is closed, never while a ticket is at the counter. */
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

  /** Needs a tap: without one, browsers do not open their choice of folders. */
  async function pickFolder(): Promise<void> {
    if (!(await mayChooseFolder())) return
    if (await chooseFolder(context, people.current, window)) await hold(toFolder)
  }

  const mayChooseFolder = async () => {
    const act = backupAct('folder')
    return (await people.approve(act, act.about)) !== null
  }

  async function openFolder(): Promise<void> {
    folder.value = await reopenFolder(context)
    if (folder.value?.state === 'open') await hold(toFolder)
  }

  async function leaveFolder(): Promise<void> {
    if (!(await mayChooseFolder())) return
    await forgetFolder(context, people.current)
    await refresh()
  }

  const dismiss = () => void (problem.value = null)

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
