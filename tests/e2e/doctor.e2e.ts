import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'

const KEY = 'COMPTOIRDEMOMINIMALKEY0000000001'
const root = fileURLToPath(new URL('../../', import.meta.url))

interface Said {
  code: number
  out: string
  err: string
}

/** The doctor as a terminal runs it, with or without installed packages. */
function doctor(...given: string[]): Promise<Said> {
  return new Promise(resolve => {
    const env = { PATH: process.env.PATH, LANG: 'fr_FR.UTF-8' }
    const options = { cwd: root, env, maxBuffer: 20_000_000 }
    execFile(process.execPath, ['dist/server/doctor.js', ...given], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err })
    })
  })
}

test('a shop that is well: its findings, and exit code 0', async ({ baseURL }) => {
  const said = await doctor(`${baseURL}/demo`, KEY)
  expect(said).toMatchObject({ code: 0, err: '' })
  expect(said.out).toContain('La clé a tous les droits')
  expect(said.out).toContain('Rien n’empêche la synchronisation.')
  expect(said.out).not.toContain(KEY)
  expect((await doctor(`${baseURL}/demo`, KEY, '--lang', 'en')).out).toContain(
    'Nothing stands in the way of a sync.',
  )
})

test('a shop that cannot be read: why, and exit code 1', async ({ baseURL }) => {
  const wrongKey = await doctor(`${baseURL}/demo`, 'X'.repeat(32))
  expect(wrongKey.code).toBe(1)
  expect(wrongKey.out).toContain('refuse cette clé')
  const nobody = await doctor('http://127.0.0.1:9', KEY, '--catalogue')
  expect(nobody).toMatchObject({ code: 1, out: '' })
  expect(nobody.err).toContain('127.0.0.1:9 ne répond pas.')
})

test('misused: its usage, and exit code 2', async () => {
  expect((await doctor()).code).toBe(2)
  expect((await doctor('ma boutique !', KEY)).code).toBe(2)
  expect((await doctor('a.example', KEY, 'more')).err).toContain('npm run doctor')
})

test('with --catalogue, JSON lines alone: what the till would hold', async ({ baseURL }) => {
  const said = await doctor(`${baseURL}/demo`, KEY, '--catalogue')
  expect(said.code).toBe(0)
  expect(said.err).toContain('La clé a tous les droits')
  const rows = said.out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)
  const count = (kind: string) => rows.filter(row => row.kind === kind).length
  expect(rows.at(-1)).toMatchObject({
    kind: 'summary',
    articles: count('article'),
    departments: count('department'),
    vatGroups: count('vat-group'),
  })
  expect(rows).toContainEqual(
    expect.objectContaining({ kind: 'article', articleId: 'ps-1', priceCents: 790, vatRate: 550 }),
  )
})

test('with --orders, each order as the till would record it', async ({ baseURL }) => {
  const said = await doctor(`${baseURL}/demo`, 'COMPTOIRDEMOORDERSKEY00000000004', '--orders')
  expect(said.code).toBe(0)
  const lines = said.out.trimEnd().split('\n')
  const rows = lines.map(line => JSON.parse(line) as Record<string, unknown>)
  expect(rows.filter(row => row.kind === 'order')).toHaveLength(6)
  expect(rows.at(-1)).toMatchObject({ kind: 'summary', orders: 6, refused: 0 })
  const refused = await doctor(`${baseURL}/demo`, KEY, '--orders')
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toContain('ne donne pas accès aux commandes')
})
