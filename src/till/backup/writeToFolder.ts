import { noteBackup, type MadeBackup } from './makeBackup'
import type { TillContext } from '@/till/context'
import { isDueByItself } from '@/core/backup/due'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { backupAct } from '@/core/people/approval'
import { fail, ok, type BackupError, type Result } from '@/core/errors'
import { readLastClosing } from '@/storage/closing/closings'
import { tablesOfRights, takeRight } from '@/storage/people/approvals'
import { keepSetting, readSetting } from '@/storage/settings/settings'

declare global {
  /**
   * The part of the File System Access API that only Chromium has
   * (wicg.github.io/file-system-access).
   */
  interface Window {
    showDirectoryPicker?: (options: {
      id: string
      mode: 'readwrite'
    }) => Promise<FileSystemDirectoryHandle>
  }
}

type FolderPicker = Pick<Window, 'showDirectoryPicker'>
/**
 * Only Chromium asks for permission; elsewhere the folder is the browser's own, and always open.
 */
type Permission = (options: { mode: 'readwrite' }) => Promise<PermissionState>
type Folder = FileSystemDirectoryHandle & {
  queryPermission?: Permission
  requestPermission?: Permission
}

/** The folder backups are written to: `open`, or `asks` when the browser wants a tap first. */
export interface BackupFolder {
  name: string
  state: 'open' | 'asks'
}

/** Whether this browser can write into a folder of the device. */
export function canChooseFolder(page: FolderPicker): boolean {
  return page.showDirectoryPicker !== undefined
}

/** Lets the owner choose a folder; needs a tap. Null when they cancel. */
export async function chooseFolder(
  context: TillContext,
  user: UserV1,
  page: FolderPicker,
): Promise<BackupFolder | null> {
  try {
    const folder = await page.showDirectoryPicker?.({ id: 'comptoir', mode: 'readwrite' })
    if (!folder) return null
    await keepFolder(context, user, folder)
    return { name: folder.name, state: 'open' }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    throw error
  }
}

/** Stops automatic backups: no folder is known any more. */
export function forgetFolder(context: TillContext, user: UserV1): Promise<void> {
  return keepFolder(context, user, null)
}

function keepFolder(
  { tillDb }: TillContext,
  user: UserV1,
  folder: FileSystemDirectoryHandle | null,
): Promise<void> {
  return tillDb.transaction('rw', tablesOfRights(tillDb), async () => {
    await takeRight(tillDb, { user, ...backupAct('folder') })
    await keepSetting(tillDb, 'backupFolder', folder)
  })
}

/** The folder chosen for backups and its state now; null where none was chosen. */
export async function readFolder(context: TillContext): Promise<BackupFolder | null> {
  const folder: Folder | null = (await readSetting(context.tillDb, 'backupFolder')) ?? null
  if (!folder) return null
  const permission = (await folder.queryPermission?.({ mode: 'readwrite' })) ?? 'granted'
  return { name: folder.name, state: permission === 'granted' ? 'open' : 'asks' }
}

/** Asks the browser for permission to write again; needs a tap. */
export async function reopenFolder(context: TillContext): Promise<BackupFolder | null> {
  const folder: Folder | null = (await readSetting(context.tillDb, 'backupFolder')) ?? null
  await folder?.requestPermission?.({ mode: 'readwrite' })
  return readFolder(context)
}

/**
 * Number of the day's closing after which an automatic backup is due now; null when no backup is
 * due. At most one a day.
 */
export async function closingToBackUp(context: TillContext): Promise<number | null> {
  if (!(await readSetting(context.tillDb, 'backupFolder'))) return null
  const last = (await readSetting(context.tillDb, 'lastBackup')) ?? null
  const closing = (await readLastClosing(context.tillDb, context.tillCode, 'day'))?.number ?? 0
  return isDueByItself(last, closing, context.now().day) ? closing : null
}

/** Writes a backup into the folder. The browser puts the file in place only once it is complete. */
export async function writeToFolder(
  context: TillContext,
  backup: MadeBackup,
): Promise<Result<true, BackupError>> {
  try {
    const folder = await readSetting(context.tillDb, 'backupFolder')
    if (!folder) return fail({ code: 'backup-folder-closed' })
    const target = await folder.getFileHandle(backup.name, { create: true })
    const writing = await target.createWritable()
    await writing.write(backup.file)
    await writing.close()
    await noteBackup(context, backup)
    return ok(true)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    if (error.name === 'NotAllowedError') return fail({ code: 'backup-folder-closed' })
    return fail({ code: 'backup-folder-refused', detail: `${error.name}: ${error.message}` })
  }
}
