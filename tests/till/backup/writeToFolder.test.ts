import { expect, it } from 'vitest'
import { anOpenDevice } from '../../support/backup'
import { AT, quickHash, SELLER } from '../../support/factory'
import { NOBODY } from '@/core/people/user'
import { closingToBackUp, writeToFolder } from '@/till/backup/writeToFolder'
import { chooseBackupPassphrase } from '@/till/backup/keepBackupKey'
import { closeDay } from '@/till/closing/closeDay'
import { makeBackup } from '@/till/backup/makeBackup'
import { keepSetting, readSetting } from '@/till/settings/keepSettings'
import type { Till } from '@/till/context'

/** A folder that keeps what is written into it, or refuses it. */
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

/** A till that backs up into such a folder: handles of a test cannot be kept on a disk. */
async function aTillWith(folder: FileSystemDirectoryHandle): Promise<Till> {
  const till = await anOpenDevice()
  await chooseBackupPassphrase(till, quickHash, 'quatre mots bien choisis')
  const { settings } = till.tillDb
  const get = settings.get.bind(settings)
  Object.assign(settings, {
    get: (name: string) =>
      name === 'backupFolder' ? Promise.resolve({ name, value: folder }) : get(name),
  })
  return till
}

async function writeOne(till: Till) {
  const made = await makeBackup(till, NOBODY, 'folder')
  if (!made.ok) throw new Error(made.error.code)
  return writeToFolder(till, made.value)
}

it('is due behind the closing of a day, and no more once it is in the folder', async () => {
  const { files, folder } = aFolder(null)
  const till = await aTillWith(folder)
  expect(await closingToBackUp(till)).toBeNull()
  await closeDay(till, { user: NOBODY, seller: SELLER }, null)
  expect(await closingToBackUp(till)).toBe(2)
  expect(await writeOne(till)).toEqual({ ok: true, value: true })
  expect([...files.keys()]).toEqual([expect.stringMatching(/^comptoir-A-2026-01-02T/)])
  expect(await readSetting(till, 'lastBackup')).toMatchObject({ to: 'folder', day: AT.day })
  expect(await closingToBackUp(till)).toBeNull()
})

it.each([
  ['NotAllowedError', 'backup-folder-closed'],
  ['NotFoundError', 'backup-folder-refused'],
])('that a folder refuses (%s) is said, and stays due', async (refusal, code) => {
  const till = await aTillWith(aFolder(refusal).folder)
  await closeDay(till, { user: NOBODY, seller: SELLER }, null)
  expect(await writeOne(till)).toMatchObject({ ok: false, error: { code } })
  expect(await closingToBackUp(till)).toBe(2)
})

it('goes nowhere by itself without a folder', async () => {
  const till = await anOpenDevice()
  await keepSetting(till, 'backupFolder', null)
  await closeDay(till, { user: NOBODY, seller: SELLER }, null)
  expect(await closingToBackUp(till)).toBeNull()
})
