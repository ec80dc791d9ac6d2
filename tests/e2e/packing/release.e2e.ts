import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { payExact, tiles } from '../support'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }
/** Beside the port of this run's own server. */
const port = Number(process.env.COMPTOIR_E2E_PORT ?? 4273) + 700

// One release for both tests.
test.describe.configure({ mode: 'serial' })

const folder = mkdtempSync(join(tmpdir(), 'comptoir-release-'))
const alone = mkdtempSync(join(tmpdir(), 'comptoir-alone-'))
const text = (path: string) => readFileSync(join(folder, path), 'utf8')

test.beforeAll(() => {
  test.setTimeout(180_000)
  execFileSync(process.execPath, ['src/commands/release.mjs', folder], { cwd: root })
})
test.afterAll(() => {
  for (const made of [folder, alone]) rmSync(made, { recursive: true, force: true })
})

test('a release is one folder, whose checksums, notes and components are right', () => {
  expect(readdirSync(folder).sort()).toEqual([
    'LICENSE',
    'NOTES.md',
    'SBOM.cdx.json',
    'SHA256SUMS',
    `comptoir-${version}.zip`,
    `comptoir-module-${version}.zip`,
    'server',
  ])
  expect(readdirSync(join(folder, 'server')).sort()).toEqual([
    'Caddyfile',
    'Dockerfile',
    'compose.yaml',
    'comptoir-server.mjs',
    'comptoir.service',
  ])
  const sums = text('SHA256SUMS').trimEnd().split('\n')
  expect(sums).toHaveLength(10)
  for (const line of sums) {
    const [sum, path = ''] = line.split('  ')
    const hash = createHash('sha256').update(readFileSync(join(folder, path)))
    expect(hash.digest('hex'), path).toBe(sum)
  }
  expect(text('NOTES.md')).toContain(`## ${version}`)
  expect(text('NOTES.md').match(/^## /gm)).toHaveLength(1)

  const list = JSON.parse(text('SBOM.cdx.json')) as {
    bomFormat: string
    metadata: { component: { name: string; version: string } }
    components: { name: string }[]
  }
  expect(list.bomFormat).toBe('CycloneDX')
  expect(list.metadata.component).toMatchObject({ name: 'comptoir', version })
  const names = list.components.map(component => component.name)
  for (const name of ['vue', 'dexie', 'hono']) expect(names).toContain(name)
  expect(names).not.toContain('vitest')
  expect(text('SBOM.cdx.json')).not.toContain(root)
})

test('its server is one file, which sells from a folder that holds nothing else', async ({
  page,
}) => {
  cpSync(join(folder, 'server/comptoir-server.mjs'), join(alone, 'comptoir-server.mjs'))
  const server = spawn(process.execPath, ['comptoir-server.mjs'], {
    cwd: alone,
    env: { PATH: process.env.PATH, TMPDIR: alone, PORT: String(port) },
    stdio: 'ignore',
  })
  try {
    const address = `http://localhost:${port}/`
    await expect.poll(() => answers(address), { timeout: 30_000 }).toBe(true)
    await page.goto(address)
    await page.getByTestId('try-demo').click()
    await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
    await page.getByTestId('nav-sell').click()
    await tiles(page).first().click()
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toBeVisible()
  } finally {
    await ended(server)
  }
  // What it unpacked goes with it.
  expect(readdirSync(alone)).toEqual(['comptoir-server.mjs'])
  expect(existsSync(join(alone, '.comptoir'))).toBe(false)
})

const answers = (address: string) =>
  fetch(address).then(
    answer => answer.ok,
    () => false,
  )

function ended(server: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (server.exitCode !== null) return resolve()
    server.on('exit', () => resolve())
    server.kill('SIGTERM')
  })
}
