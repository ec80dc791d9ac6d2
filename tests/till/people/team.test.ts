import { describe, expect, it } from 'vitest'
import {
  anArticle,
  anotherTab,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
  quickHash,
  SELLER,
} from '../../support/factory'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { EntryV1 } from '@/core/journal/events/v1'
import { firstChainFault } from '@/core/journal/chain'
import { momentOf } from '@/core/moment'
import { receiptOf } from '@/core/documents/receipt'
import { NOBODY, signedAs, type Member } from '@/core/people/user'
import { checkPin, readWait } from '@/till/people/checkPin'
import { openTill } from '@/till/openTill'
import { addMember, changeMember, readTeam, recordApproval, removeMember } from '@/till/people/team'
import { recoverOwner, renewRecoveryCode } from '@/till/people/recoverOwner'
import type { SlowHash } from '@/till/people/hashSecret'
import { sellTicket } from '@/till/payment/sellTicket'
import { switchTraining } from '@/till/settings/switchTraining'
import type { TillContext } from '@/till/context'

const OWNER_PIN = '73910284'
const CASHIER_PIN = '58201947'
const WRONG_PIN = '10203049'
const START = Date.UTC(2026, 0, 2, 9)

/** A till whose clock the test moves, with an owner and a cashier. */
async function aShop() {
  let seconds = 0
  const context = aTill({
    now: () => momentOf(START + seconds * 1000, 60),
    steady: () => ({ opening: 'page', ms: seconds * 1000 }),
  })
  await openTill(context)
  const wait = (more: number) => (seconds += more)
  const anne = await joined(context, 'Anne', 'owner', OWNER_PIN)
  const leo = await joined(context, 'Léo', 'cashier', CASHIER_PIN, signedAs(anne.member))
  return {
    till: context,
    wait,
    anne: anne.member,
    leo: leo.member,
    recoveryCode: anne.recoveryCode ?? '',
  }
}

async function joined(
  context: TillContext,
  name: string,
  role: Member['role'],
  pin: string,
  by = NOBODY,
) {
  const added = await addMember(context, quickHash, by, { name, role, pin })
  if (!added.ok) throw new Error(added.error.code)
  return added.value
}

const tryPin = (context: TillContext, userId: string, pin: string, servedBy = NOBODY) =>
  checkPin(context, quickHash, { userId, pin, servedBy })

const entriesOf = (context: TillContext) =>
  context.tillDb.journal.orderBy('[till+number]').toArray()

const isTrace = (entry: EntryV1): entry is EntryV1 & { event: TraceV1 } =>
  entry.event.kind === 'trace'

const tracesOf = async (context: TillContext, what: TraceV1['what']) =>
  (await entriesOf(context)).filter(isTrace).filter(entry => entry.event.what === what)

/** Everything in the till's database, as text. */
async function diskOf(context: TillContext): Promise<string> {
  return JSON.stringify(await Promise.all(context.tillDb.tables.map(table => table.toArray())))
}

describe('the team', () => {
  it('is traced at each change, with who and what, never a PIN', async () => {
    const { till, anne, leo } = await aShop()
    const by = signedAs(anne)
    const pin = '64028135'
    await changeMember(till, quickHash, by, leo.userId, { role: 'manager' })
    await changeMember(till, quickHash, by, leo.userId, { pin })
    await removeMember(till, by, leo.userId)

    const traces = await tracesOf(till, 'user-changed')
    expect(traces.map(({ event }) => [event.detail.change, event.detail.name])).toEqual([
      ['added', 'Anne'],
      ['added', 'Léo'],
      ['role', 'Léo'],
      ['pin', 'Léo'],
      ['removed', 'Léo'],
    ])
    expect(traces.at(-1)?.event.user).toEqual(by)
    expect(firstChainFault(await entriesOf(till))).toBeUndefined()
    expect(await readTeam(till)).toEqual([anne])
    const disk = await diskOf(till)
    for (const secret of [OWNER_PIN, CASHIER_PIN, pin]) expect(disk).not.toContain(secret)
    expect(disk).toContain('"Léo"')
  })

  it('writes nothing when it is refused, not even a trace', async () => {
    const { till, anne } = await aShop()
    const before = await diskOf(till)
    expect(await removeMember(till, signedAs(anne), anne.userId)).toEqual({
      ok: false,
      error: { code: 'owner-needed' },
    })
    expect(await diskOf(till)).toBe(before)
  })

  it('keeps an owner when two tabs each take another away', async () => {
    const { till, anne } = await aShop()
    const by = signedAs(anne)
    const { member: zoe } = await joined(till, 'Zoé', 'owner', '80351742', by)
    const left = await Promise.all([
      removeMember(till, by, anne.userId),
      removeMember(anotherTab(till), signedAs(zoe), zoe.userId),
    ])
    expect(left.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await readTeam(till)).filter(({ role }) => role === 'owner')).toHaveLength(1)
  })
})

describe('a PIN', () => {
  it('proves who someone is, and nobody else', async () => {
    const { till, anne, leo } = await aShop()
    expect(await tryPin(till, anne.userId, OWNER_PIN)).toEqual({ ok: true, value: anne })
    expect(await tryPin(till, leo.userId, OWNER_PIN)).toEqual({
      ok: false,
      error: { code: 'pin-wrong', triesLeft: 4 },
    })
    await removeMember(till, signedAs(anne), leo.userId)
    expect((await tryPin(till, leo.userId, CASHIER_PIN)).ok).toBe(false)
  })

  it('after five wrong tries waits, longer each time, for the right one too, across restarts', async () => {
    const { till, wait, anne } = await aShop()
    for (const triesLeft of [4, 3, 2, 1]) {
      expect(await tryPin(till, anne.userId, WRONG_PIN)).toMatchObject({ error: { triesLeft } })
    }
    const refused = { ok: false, error: { code: 'pin-wait', seconds: 30 } }
    expect(await tryPin(till, anne.userId, WRONG_PIN)).toEqual(refused)

    const restarted = anotherTab(till)
    expect(await readWait(restarted, anne.userId)).toBe(30)
    expect(await tryPin(restarted, anne.userId, OWNER_PIN)).toEqual(refused)
    wait(30)
    expect(await tryPin(restarted, anne.userId, WRONG_PIN)).toMatchObject({
      error: { code: 'pin-wait', seconds: 60 },
    })
    wait(60)
    expect((await tryPin(restarted, anne.userId, OWNER_PIN)).ok).toBe(true)
    expect(await tryPin(restarted, anne.userId, WRONG_PIN)).toMatchObject({
      error: { code: 'pin-wrong', triesLeft: 4 },
    })
  })

  it('waits no shorter with the clock set forward or back, and takes up what was left after a reload', async () => {
    const { till, wait, anne } = await aShop()
    const clock = { ms: START }
    const moved = { ...till, now: () => momentOf(clock.ms, 60) }
    for (let count = 0; count < 6; count += 1) {
      await tryPin(moved, anne.userId, WRONG_PIN)
      if (count === 4) wait(30)
    }
    expect(await readWait(moved, anne.userId)).toBe(60)
    for (const days of [1, 430, -430]) {
      clock.ms = START + days * 86_400_000
      expect(await readWait(moved, anne.userId)).toBe(60)
      expect(await tryPin(moved, anne.userId, OWNER_PIN)).toMatchObject({
        error: { code: 'pin-wait', seconds: 60 },
      })
    }
    wait(20)
    expect(await readWait(moved, anne.userId)).toBe(40)
    const reloaded = { ...moved, steady: () => ({ opening: 'reloaded', ms: 9_000_000 }) }
    expect(await readWait(reloaded, anne.userId)).toBe(40)
  })

  it('ends its wait when the owner gives another', async () => {
    const { till, anne, leo } = await aShop()
    for (let count = 0; count < 5; count += 1) await tryPin(till, leo.userId, WRONG_PIN)
    await changeMember(till, quickHash, signedAs(anne), leo.userId, { pin: '64028135' })
    expect((await tryPin(till, leo.userId, '64028135')).ok).toBe(true)
  })

  it('is hashed anew, once it was right, where its hash is cheaper to guess than those made now', async () => {
    const { till, leo } = await aShop()
    const pinOf = async () => (await till.tillDb.users.get(leo.userId))?.pin
    const salt = '0'.repeat(32)
    const cheap = { algorithm: 'scrypt', salt, hash: '', cost: 2 ** 14 } as const
    const hash = await quickHash(CASHIER_PIN, salt, cheap.cost)
    await till.tillDb.users.update(leo.userId, { pin: { ...cheap, hash } })
    await tryPin(till, leo.userId, WRONG_PIN)
    expect((await pinOf())?.cost).toBe(2 ** 14)
    expect((await tryPin(till, leo.userId, CASHIER_PIN)).ok).toBe(true)
    expect((await pinOf())?.cost).toBe(2 ** 15)
    expect((await pinOf())?.salt).not.toBe(salt)
    expect((await tryPin(till, leo.userId, CASHIER_PIN)).ok).toBe(true)
  })

  it('is never missing of who joins, nor too short or easy', async () => {
    const { till, anne } = await aShop()
    for (const pin of ['', '7391', '123456', '000000', 'abcdef']) {
      const wanted = { name: 'Mallory', role: 'owner', pin } as const
      await expect(addMember(till, quickHash, signedAs(anne), wanted)).rejects.toThrow('PIN')
      await expect(
        changeMember(till, quickHash, signedAs(anne), anne.userId, { pin }),
      ).rejects.toThrow('PIN')
    }
    const noHash = () => Promise.resolve('')
    const wanted = { name: 'Mallory', role: 'owner', pin: '264913' } as const
    await expect(addMember(till, noHash, signedAs(anne), wanted)).rejects.toThrow('PIN')
    expect(await readTeam(till)).toHaveLength(2)
  })

  it('makes only its own person wait, with a trace in the journal', async () => {
    const { till, anne, leo } = await aShop()
    for (let count = 0; count < 6; count += 1) {
      await tryPin(till, anne.userId, WRONG_PIN, signedAs(leo))
    }
    expect((await tryPin(till, leo.userId, CASHIER_PIN)).ok).toBe(true)
    const traces = await tracesOf(till, 'pin-refused')
    expect(traces).toHaveLength(1)
    expect(traces[0]?.event).toMatchObject({
      user: signedAs(leo),
      detail: { name: 'Anne', wrongTries: 5, waitSeconds: 30 },
    })
    expect(await diskOf(till)).not.toContain(WRONG_PIN)
  })

  it('is counted before it is checked: parallel tries, or a killed page, gain no try', async () => {
    const { till, anne } = await aShop()
    const tries = await Promise.all(
      Array.from({ length: 20 }, () => tryPin(till, anne.userId, WRONG_PIN)),
    )
    const looked = await till.tillDb.settings.get('failedTries')
    expect(looked?.value).toMatchObject({ [anne.userId]: { count: 5 } })
    expect(tries.every(({ ok }) => !ok)).toBe(true)

    const { till: other, leo } = await aShop()
    const never: SlowHash = () => new Promise(() => undefined)
    for (let count = 0; count < 5; count += 1) {
      void checkPin(other, never, { userId: leo.userId, pin: WRONG_PIN, servedBy: NOBODY })
    }
    await expect.poll(() => readWait(other, leo.userId)).toBe(30)
  })
})

describe('the recovery code', () => {
  it('gives an owner another PIN, once, and is only kept as a hash', async () => {
    const { till, anne, recoveryCode } = await aShop()
    const asked = { userId: anne.userId, code: recoveryCode.toLowerCase(), pin: '64028135' }
    expect(await diskOf(till)).not.toContain(recoveryCode.replaceAll('-', ''))
    expect(await recoverOwner(till, quickHash, { ...asked, code: '0'.repeat(16) })).toEqual({
      ok: false,
      error: { code: 'recovery-code-wrong' },
    })
    expect((await tryPin(till, anne.userId, OWNER_PIN)).ok).toBe(true)

    const recovered = await recoverOwner(till, quickHash, asked)
    expect(recovered).toMatchObject({ ok: true, value: { member: anne } })
    expect((await tryPin(till, anne.userId, OWNER_PIN)).ok).toBe(false)
    expect((await tryPin(till, anne.userId, asked.pin)).ok).toBe(true)
    expect((await recoverOwner(till, quickHash, asked)).ok).toBe(false)
    const traces = await tracesOf(till, 'user-changed')
    expect(traces.at(-1)?.event.detail.change).toBe('pin-by-recovery-code')
  })

  it('ends an owner’s waiting time at once', async () => {
    const { till, anne, recoveryCode } = await aShop()
    for (let count = 0; count < 5; count += 1) await tryPin(till, anne.userId, WRONG_PIN)
    const asked = { userId: anne.userId, code: recoveryCode, pin: '64028135' }
    expect((await recoverOwner(till, quickHash, asked)).ok).toBe(true)
    expect((await tryPin(till, anne.userId, asked.pin)).ok).toBe(true)
  })

  it('is slowed like a PIN, and stops working once another is made', async () => {
    const { till, wait, anne, recoveryCode } = await aShop()
    const asked = { userId: anne.userId, code: recoveryCode, pin: '64028135' }
    const renewed = await renewRecoveryCode(till, quickHash, signedAs(anne))
    for (let count = 0; count < 4; count += 1) await recoverOwner(till, quickHash, asked)
    expect(await recoverOwner(till, quickHash, asked)).toMatchObject({
      error: { code: 'pin-wait', seconds: 30 },
    })
    wait(30)
    expect((await recoverOwner(till, quickHash, { ...asked, code: renewed })).ok).toBe(true)
  })
})

const DISCOUNT = { permission: 'discount-above-limit', amount: 2500 } as const

it('seals an approval with who serves, who approved, and what', async () => {
  const { till, anne, leo } = await aShop()
  const detail = { discountRate: 2500 }
  await recordApproval(till, signedAs(leo), signedAs(anne), [DISCOUNT], detail)
  const [approval] = await tracesOf(till, 'approval')
  expect(approval?.event).toMatchObject({
    user: signedAs(leo),
    detail: {
      act: 'discount-above-limit',
      approver: 'Anne',
      approverId: anne.userId,
      discountRate: 2500,
    },
  })
})

it('prints who served on the receipt', async () => {
  const { till, leo } = await aShop()
  const context = { ...CONTEXT, user: signedAs(leo), seller: SELLER }
  const sale = await sellTicket(till, aTicket([anArticle()]), [aTender(5000)], context)
  expect(sale.ok && receiptOf(sale.value).cashier).toBe('Léo')
})

it('seals the beginning and the end of training in the real journal, and changes of the team during it', async () => {
  const { till, anne } = await aShop()
  const storage = new Map<string, string>()
  const kept = {
    setItem: (name: string, value: string) => void storage.set(name, value),
    removeItem: (name: string) => void storage.delete(name),
  } as Storage
  await switchTraining(till, signedAs(anne), kept, true)
  expect(storage.size).toBe(1)

  const inTraining = { ...till, isTraining: true }
  await recordApproval(inTraining, NOBODY, signedAs(anne), [{ permission: 'cash-out' }], {})
  await joined(inTraining, 'Zoé', 'cashier', '80351742', signedAs(anne))
  await switchTraining(inTraining, signedAs(anne), kept, false)
  expect(storage.size).toBe(0)
  const sealed = (await entriesOf(till)).filter(isTrace).slice(2)
  expect(sealed.map(({ event, training }) => [event.what, training])).toEqual([
    ['training-on', false],
    ['approval', true],
    ['user-changed', false],
    ['training-off', false],
  ])
})
