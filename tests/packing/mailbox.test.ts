import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startMaria, whyNoMaria } from '../sharing/mariaServer'
import { runInFile, runSqlite, startPhp, whyNoPhp, type PhpMailbox } from '../sharing/phpMailbox'
import { aWriter, bytesOf, type Writer } from '../sharing/writer'
import { hubCarrier } from '@/sharing/hubCarrier'

const whyNoSqlite = whyNoPhp('pdo_sqlite')
const whyNoShop = whyNoPhp('pdo_mysql') ?? whyNoMaria()
for (const why of [whyNoSqlite, whyNoShop]) {
  if (why) console.warn(`mailbox.php is not tried wholly here: ${why}.`)
}

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})
async function aSite(config?: Record<string, unknown>, prepare?: (site: string) => void) {
  const site = await startPhp(config, prepare)
  ends.push(site.close)
  return site
}
const aMailbox = () => randomBytes(16).toString('hex')
const carrierOf = ({ address }: PhpMailbox, mailbox = aMailbox()) =>
  hubCarrier({ address, mailbox })
const haveOf = ({ keys, lane }: Writer) => ({ device: keys.device, lane, next: 0 })
const empty = { have: [], blocks: [], waitSeconds: 0 }
const refused = { ok: false, fault: { cause: 'refused', detail: '403' } }
const opened = { ok: true, value: true }

/** Puts back the tables as they were before meetings, with one mailbox. */
function earlierTables(number: string, blob: string, mailbox: string): string[] {
  const names = ['mailbox', 'stream', 'block', 'claim', 'gone']
  return [
    ...names.map(name => `drop table comptoir_${name}`),
    `create table comptoir_mailbox (mailbox varchar(32) not null primary key, version ${number} not null,
      bytes ${number} not null, blocks ${number} not null, streams ${number} not null,
      claims ${number} not null, heirs ${number} not null, made varchar(10) not null, seen varchar(10) not null)`,
    `create table comptoir_claim (mailbox varchar(32) not null, claim varchar(64) not null,
      turn ${number} not null, sealed ${blob} not null, made varchar(10) not null,
      primary key (mailbox, claim, turn))`,
    `create table comptoir_stream (mailbox varchar(32) not null, device varchar(32) not null, lane smallint not null,
      head ${number} not null, first ${number} not null, base ${number}, hash varchar(64) not null,
      pub ${blob} not null, primary key (mailbox, device, lane))`,
    `create table comptoir_block (mailbox varchar(32) not null, device varchar(32) not null, lane smallint not null,
      seq ${number} not null, size ${number} not null, sealed ${blob} not null, primary key (mailbox, device, lane, seq))`,
    `insert into comptoir_mailbox values ('${mailbox}', 0, 0, 0, 0, 0, 0, '2026-11-01', '2026-11-01')`,
  ]
}

/** All at once ask of tables that lack columns; then the mailbox that was there is met in. */
async function expectGoesOn(
  site: PhpMailbox,
  mailbox: string,
  meeting: string,
  blocks: Uint8Array[],
): Promise<void> {
  const answers = await Promise.all([1, 2, 3, 4].map(() => carrierOf(site, mailbox).swap(empty)))
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true])
  expect(await carrierOf(site, mailbox).swap({ ...empty, blocks })).toMatchObject({
    value: { results: ['new', 'new'] },
  })
  expect(await carrierOf(site, meeting).open({ meets: mailbox })).toEqual(opened)
}

describe.skipIf(whyNoSqlite !== undefined)('mailbox.php by itself', () => {
  it('keeps blocks beside what the web serves, and makes the first mailbox alone', async () => {
    const site = await aSite()
    const writer = await aWriter()
    const first = carrierOf(site)
    const blocks = bytesOf(await writer.writeMany(2))
    expect(await first.swap({ ...empty, blocks })).toEqual(refused)
    expect(await first.open({ code: '' })).toEqual(opened)
    expect(await first.swap({ ...empty, blocks })).toMatchObject({
      value: { results: ['new', 'new'] },
    })
    expect(readdirSync(join(site.folder, 'comptoir-boite'))).toContainEqual(
      expect.stringMatching(/^[0-9a-f]{16}\.sqlite$/),
    )
    expect(readdirSync(join(site.folder, 'www/caisse'))).toEqual(['mailbox.php'])
    expect(await carrierOf(site).open({ code: '' })).toEqual(refused)
  })

  it('keeps them under a name that nobody knows where it may write nowhere else', async () => {
    const site = await aSite(undefined, www => {
      writeFileSync(join(www, '../comptoir-boite'), 'in the way')
    })
    expect(await carrierOf(site).open({ code: '' })).toEqual(opened)
    const inside = join(site.folder, 'www/caisse/.boite')
    expect(readdirSync(inside)).toContainEqual(expect.stringMatching(/^[0-9a-f]{32}\.sqlite$/))
    expect(existsSync(join(inside, '.htaccess'))).toBe(true)
    const shown = await fetch(site.address.replace('mailbox.php', '.boite/name.php'))
    expect(await shown.text()).toBe('')
  })

  it('asks for the code of its configuration, and lets a mailbox move', async () => {
    const site = await aSite({ code: 'lavande' })
    const [mailbox, next] = [aMailbox(), aMailbox()]
    expect(await carrierOf(site, mailbox).open({ code: 'rose' })).toEqual(refused)
    expect(await carrierOf(site, mailbox).open({ code: 'lavande' })).toEqual(opened)
    expect(await carrierOf(site, next).open({ from: aMailbox() })).toEqual(refused)
    expect(await carrierOf(site, next).open({ from: mailbox })).toEqual(opened)
  })

  it('answers no page of another site, no other verb, and shows nothing', async () => {
    const site = await aSite()
    const body = JSON.stringify({ version: 1, mailbox: aMailbox(), code: '' })
    const headers = { 'Content-Type': 'application/json' }
    const ask = (init: RequestInit, act = 'ouvrir') => fetch(`${site.address}?faire=${act}`, init)
    const elsewhere = { ...headers, Origin: 'https://ailleurs.example' }
    expect((await ask({ method: 'POST', body, headers: elsewhere })).status).toBe(403)
    expect((await ask({ method: 'GET' })).status).toBe(404)
    expect((await ask({ method: 'POST', body, headers }, 'rien')).status).toBe(404)
    const health = await ask({ method: 'GET' }, 'sante')
    expect(await health.text()).toBe('{"ok":true}')
    expect(health.headers.get('cache-control')).toBe('no-store')
    expect(health.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('forgets a large mailbox by and by, and wholly where it comes back meanwhile', async () => {
    const site = await aSite({ code: 'lavande', sweepEvery: 1 })
    const [mailbox, other] = [aMailbox(), aMailbox()]
    const writer = await aWriter()
    const blocks = bytesOf(await writer.writeMany(250))
    for (const one of [mailbox, other]) {
      await carrierOf(site, one).open({ code: 'lavande' })
      await carrierOf(site, one).swap({ ...empty, blocks })
    }
    runSqlite(site, `update mailbox set seen = '2020-01-01' where mailbox = '${mailbox}'`)
    const left = () =>
      Number(runSqlite(site, `select count(*) from block where mailbox = '${mailbox}'`)[0])
    await fetch(`${site.address}?faire=sante`)
    expect(left()).toBe(250)
    await carrierOf(site, other).swap(empty)
    expect(left()).toBe(150)
    expect(await carrierOf(site, mailbox).swap({ ...empty, blocks })).toEqual(refused)
    expect(left()).toBe(50)
    expect(await carrierOf(site, mailbox).open({ code: 'lavande' })).toEqual(opened)
    expect(await carrierOf(site, mailbox).swap({ ...empty, blocks })).toMatchObject({
      value: { results: Array(250).fill('new') },
    })
    for (const one of [mailbox, other]) {
      const found = await carrierOf(site, one).swap({ ...empty, have: [haveOf(writer)] })
      expect(found.ok && found.value.blocks).toHaveLength(250)
    }
  })

  it('goes on with tables that an earlier version made', async () => {
    const writer = await aWriter()
    const [mailbox, meeting] = [aMailbox(), aMailbox()]
    const site = await aSite({ code: 'lavande', dsn: 'sqlite:../../boite.sqlite' })
    for (const sql of earlierTables('integer', 'blob', mailbox)) {
      runInFile(join(site.folder, 'boite.sqlite'), sql)
    }
    await expectGoesOn(site, mailbox, meeting, bytesOf(await writer.writeMany(2)))
  })

  it('tells no values when its database cannot be used', async () => {
    const answer = await startPhp({ dsn: 'sqlite:/nowhere/at/all.sqlite' }).catch(String)
    expect(answer).toContain('503')
  })
})

describe.skipIf(whyNoShop !== undefined)('mailbox.php where the module placed it', () => {
  it('uses the shop’s own database, and admits who holds a key of its webservice', async () => {
    const maria = await startMaria()
    ends.push(maria.close)
    const key = 'A1B2'.repeat(8)
    maria.run(
      'create table boite.ps_webservice_account (`key` varchar(32), active tinyint); ' +
        `insert into boite.ps_webservice_account values ('${key}', 1), ('${'0'.repeat(32)}', 0)`,
    )
    const [, port] = /port=(\d+)/.exec(maria.dsn) ?? []
    const site = await aSite(undefined, www => {
      writeFileSync(join(www, 'caisse/.comptoir.json'), '{}')
      mkdirSync(join(www, 'app/config'), { recursive: true })
      const parameters = `'database_host' => '127.0.0.1', 'database_port' => '${port}',
        'database_name' => 'boite', 'database_user' => '${maria.user}',
        'database_password' => '${maria.password}', 'database_prefix' => 'ps_'`
      const php = `<?php return ['parameters' => [${parameters}]];`
      writeFileSync(join(www, 'app/config/parameters.php'), php)
    })
    const carrier = carrierOf(site)
    for (const code of ['', 'x', '0'.repeat(32)]) {
      expect(await carrier.open({ code })).toEqual(refused)
    }
    expect(await carrier.open({ code: key })).toEqual(opened)
    const writer = await aWriter()
    const blocks = bytesOf(await writer.writeMany(3))
    expect(await carrier.swap({ ...empty, blocks })).toMatchObject({
      value: { results: ['new', 'new', 'new'] },
    })
    maria.run('select mailbox from boite.ps_comptoir_block')
    expect(existsSync(join(site.folder, 'comptoir-boite'))).toBe(false)
  })

  it('goes on with tables that an earlier version made', async () => {
    const { dsn, user, password, run, close } = await startMaria()
    ends.push(close)
    const [mailbox, meeting] = [aMailbox(), aMailbox()]
    const site = await aSite({ code: 'lavande', dsn, user, password })
    run(`use boite; ${earlierTables('bigint', 'mediumblob', mailbox).join('; ')}`)
    const writer = await aWriter()
    await expectGoesOn(site, mailbox, meeting, bytesOf(await writer.writeMany(2)))
  })
})
