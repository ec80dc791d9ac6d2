import { expect, it } from 'vitest'
import { anOpenDevice } from '../../support/backup'
import { AT, quickHash, SELLER } from '../../support/factory'
import { NOBODY } from '@/core/people/user'
import { closingToBackUp, writeToFolder } from '@/till/backup/writeToFolder'
import { chooseBackupPassphrase } from '@/till/backup/keepBackupKey'
import { closeDay } from '@/till/closing/closeDay'
import { makeBackup } from '@/till/backup/makeBackup'
import { keepSetting, readSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'

/** A folder that stores files written into it, or refuses them. */
function aFolder(refusal: string | null) {
  const files = new Map<string, Blob>()
  const folder = {
    name: 'clé',
    getFileHandle: (name: string) => {
      if (refusal) return Promise.reject(new DOMException('no', refusal))
      const writable = {
        write: (file: Blob) => Promise.resolve(void files.set(name, file)),
        close: () => Promise.resolve(),
      }
      return Promise.resolve({ createWritable: () => Promise.resolve(writable) })
    },
  }
  return { files, folder: folder as unknown as FileSystemDirectoryHandle }
}

/** A till that backs up into such a folder: a test's handle cannot be stored in a database. */
async function aTillWith(folder: FileSystemDirectoryHandle): Promise<TillContext> {
  const context = await anOpenDevice()
  await chooseBackupPassphrase(context, quickHash, NOBODY, 'quatre mots bien choisis')
  const { settings } = context.tillDb
  const get = settings.get.bind(settings)
  Object.assign(settings, {
    get: (name: string) =>
      name === 'backupFolder' ? Promise.resolve({ name, value: folder }) : get(name),
  })
  return context
}

async function writeOne(context: TillContext) {
  const made = await makeBackup(context, NOBODY, 'folder')
  if (!made.ok) throw new Error(made.error.code)
  return writeToFolder(context, made.value)
}

it('is due after the closing of a day, until it is in the folder', async () => {
  const { files, folder } = aFolder(null)
  const context = await aTillWith(folder)
  expect(await closingToBackUp(context)).toBeNull()
  await closeDay(context, { user: NOBODY, seller: SELLER }, null)
  expect(await closingToBackUp(context)).toBe(2)
  expect(await writeOne(context)).toEqual({ ok: true, value: true })
  expect([...files.keys()]).toEqual([expect.stringMatching(/^comptoir-A-2026-01-02T/)])
  expect(await readSetting(context, 'lastBackup')).toMatchObject({ to: 'folder', day: AT.day })
  expect(await closingToBackUp(context)).toBeNull()
})

it.each([
  ['NotAllowedError', 'backup-folder-closed'],
  ['NotFoundError', 'backup-folder-refused'],
])('that a folder refuses (%s) is reported, and stays due', async (refusal, code) => {
  const context = await aTillWith(aFolder(refusal).folder)
  await closeDay(context, { user: NOBODY, seller: SELLER }, null)
  expect(await writeOne(context)).toMatchObject({ ok: false, error: { code } })
  expect(await closingToBackUp(context)).toBe(2)
})

it('is never automatic without a folder', async () => {
  const context = await anOpenDevice()
  await keepSetting(context, 'backupFolder', null)
  await closeDay(context, { user: NOBODY, seller: SELLER }, null)
  expect(await closingToBackUp(context)).toBeNull()
})
