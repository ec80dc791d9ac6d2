import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { afterEach, expect, it } from 'vitest'
import { readSettingsFile, SettingsUnreadable } from '@/proxy/settingsFile'

const folder = mkdtempSync(join(tmpdir(), 'comptoir-settings-'))
afterEach(() => {
  for (const name of ['COMPTOIR_TEST_PRINTER', 'COMPTOIR_TEST_PORT']) delete env[name]
  rmSync(join(folder, 'comptoir.env'), { force: true, recursive: true })
})

it('takes the settings of the file, with names and addresses as they are written', () => {
  writeFileSync(
    join(folder, 'comptoir.env'),
    '# Imprimante du comptoir\r\nCOMPTOIR_TEST_PRINTER=Comptoir=192.168.1.50,Cuisine=192.168.1.51\r\n',
  )
  expect(readSettingsFile(folder)).toBe('comptoir.env')
  expect(env.COMPTOIR_TEST_PRINTER).toBe('Comptoir=192.168.1.50,Cuisine=192.168.1.51')
})

it('leaves what was set where the server was started', () => {
  env.COMPTOIR_TEST_PORT = '4200'
  writeFileSync(join(folder, 'comptoir.env'), 'COMPTOIR_TEST_PORT=4300\n')
  readSettingsFile(folder)
  expect(env.COMPTOIR_TEST_PORT).toBe('4200')
})

it('says what to do where the system refuses to read it', () => {
  mkdirSync(join(folder, 'comptoir.env'))
  expect(() => readSettingsFile(folder)).toThrow(SettingsUnreadable)
  expect(() => readSettingsFile(folder)).toThrow(/comptoir\.env ne peut pas être lu .*ôtez-le/)
})

it('does without a file', () => {
  expect(readSettingsFile(folder)).toBeNull()
})
