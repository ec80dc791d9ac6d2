import { beforeEach, describe, expect, it, vi } from 'vitest'
import { backUp, diskOf, PASSPHRASE } from '../support/backup'
import {
  aCustomer,
  anArticle,
  aTender,
  aTicket,
  aTill,
  aUser,
  CONTEXT,
  quickHash,
  SELLER,
} from '../support/factory'
import { aStorage } from '../support/storages'
import { isByVisit, TO_RECORD_ORDERS, backupAct, type Act } from '@/core/people/approval'
import { isAllowed, USUAL_RIGHTS, type VisitPermission } from '@/core/people/permissions'
import { NOBODY } from '@/core/people/user'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { RefusedByJournal } from '@/storage/journal/refusals'
import { checkArchive } from '@/till/archive/checkArchive'
import { makeArchive, TO_ARCHIVE } from '@/till/archive/makeArchive'
import { chooseBackupPassphrase } from '@/till/backup/keepBackupKey'
import { makeBackup } from '@/till/backup/makeBackup'
import { restoreBackup } from '@/till/backup/restoreBackup'
import { forgetFolder } from '@/till/backup/writeToFolder'
import { closeDay } from '@/till/closing/closeDay'
import { moveCash, openWithoutSale } from '@/till/closing/drawer'
import type { TillContext } from '@/till/context'
import { eraseCustomer } from '@/till/customers/customers'
import { exportCustomer, exportCustomersAsJson } from '@/till/customers/exportCustomers'
import { keepOwn } from '@/till/catalogue/editArticle'
import { nameCombinations } from '@/till/catalogue/nameCombinations'
import { beginInspection, endInspection } from '@/till/journal/inspection'
import { purgeJournal } from '@/till/journal/purgeJournal'
import { openTill } from '@/till/openTill'
import { importOrders } from '@/till/orders/importOrders'
import { sellTicket } from '@/till/payment/sellTicket'
import { renewRecoveryCode, RENEWED } from '@/till/people/recoverOwner'
import { changeRights, TO_CHANGE_RIGHTS } from '@/till/people/rights'
import {
  addMember,
  changeMember,
  endApprovals,
  recordApproval,
  removeMember,
  teamAct,
} from '@/till/people/team'
import { withRight } from '@/till/people/withRight'
import { recordExport } from '@/till/reports/exportFigures'
import { changeRules, rulesAct } from '@/till/settings/changeRules'
import { changeSeller } from '@/till/settings/changeSeller'
import { keepOwnersSetting, settingAct } from '@/till/settings/keepOwnersSetting'
import { switchTraining } from '@/till/settings/switchTraining'

/*
 * Every act of the till that needs a right, tried by everybody, with every approval that was given
 * for something else. What a screen allows is no part of it: the acts are called as they are. What is
 * refused has written nothing.
 */

const ANNE = { userId: 'anne', name: 'Anne' }
/** Who tries: with the role they have, or without any. */
const PEOPLE = {
  'a cashier': { userId: 'leo', name: 'Léo' },
  'a manager': { userId: 'zoe', name: 'Zoé' },
  'an owner who left': { userId: 'max', name: 'Max' },
  'nobody, while the till is locked': NOBODY,
} as const
type Who = keyof typeof PEOPLE
const roleOf = (who: Who) =>
  who === 'a cashier' ? 'cashier' : who === 'a manager' ? 'manager' : null

interface Tried extends Act {
  what: string
  /** The PIN is asked for even of an owner. */
  isProven?: boolean
  run: (context: TillContext, user: UserV1) => Promise<unknown>
}

const days = { from: '2026-01-01', to: '2026-01-31' }
const newOwner = { name: 'Mallory', role: 'owner', pin: '264913' } as const
const plan = {
  firstEntry: 2,
  lastEntry: 3,
  previousSeal: '',
  lastSeal: '',
  keptCount: 0,
  keptSha256: '',
  counters: '',
  archiveSha256: '',
  count: 2,
  lastDay: '2026-01-02',
}
const shop = { address: 'https://boutique.example', key: 'K'.repeat(32) }
let file = new Blob()

const ACTS: Tried[] = [
  {
    what: 'takes cash out',
    permission: 'cash-out',
    about: { amountCents: 730, reason: 'Timbres' },
    run: (till, user) =>
      moveCash(till, user, { direction: 'out', amountCents: 730, reason: 'Timbres' }),
  },
  {
    what: 'opens the drawer without a sale',
    permission: 'drawer-without-sale',
    about: { reason: 'monnaie' },
    run: (till, user) => openWithoutSale(till, user, 'monnaie'),
  },
  {
    what: 'closes the day',
    permission: 'close-day',
    about: {},
    run: (till, user) => closeDay(till, { user, seller: SELLER }, null),
  },
  {
    what: 'turns training on',
    permission: 'training',
    about: { on: true },
    run: (till, user) => switchTraining(till, user, aStorage(), true),
  },
  {
    what: 'erases a customer',
    permission: 'customers-erase',
    about: { customerId: 'customer-1' },
    run: (till, user) => eraseCustomer(till, user, 'customer-1'),
  },
  {
    what: 'takes all customers away',
    permission: 'customers-export',
    about: { customers: 'all' },
    run: exportCustomersAsJson,
  },
  {
    what: 'takes one customer away',
    permission: 'customers-export',
    about: { customerId: 'customer-1' },
    run: (till, user) => exportCustomer(till, user, 'customer-1'),
  },
  {
    what: 'takes figures away',
    permission: 'figures-export',
    about: { what: 'sales', ...days },
    run: (till, user) => recordExport(till, user, 'sales', days),
  },
  {
    what: 'changes an article',
    permission: 'articles',
    about: { articleId: 'new' },
    run: (till, user) =>
      withRight(till, { user, permission: 'articles', about: { articleId: 'new' } }, () =>
        keepOwn(till, {
          name: 'Rien',
          priceCents: 1,
          departmentIds: [],
          barcodes: [],
          vatRate: 2000,
        }),
      ),
  },
  {
    what: 'names combinations',
    permission: 'articles',
    about: { combinations: 1 },
    run: (till, user) =>
      withRight(till, { user, permission: 'articles', about: { combinations: 1 } }, () =>
        nameCombinations(till, new Map([['ps-52-520', 'S']])),
      ),
  },
  {
    what: 'changes a rule of the counter',
    ...rulesAct({ printsReasons: true }),
    run: (till, user) => changeRules(till, user, { printsReasons: true }),
  },
  {
    what: 'changes the seller',
    permission: 'settings',
    about: { setting: 'seller' },
    run: (till, user) => changeSeller(till, user, SELLER, { ...SELLER, mention: 'x' }),
  },
  {
    what: 'points the till at another shop',
    ...settingAct('connection'),
    run: (till, user) => keepOwnersSetting(till, user, 'connection', shop),
  },
  {
    what: 'has the seals of closings sent elsewhere',
    ...settingAct('ownerEmail'),
    run: (till, user) => keepOwnersSetting(till, user, 'ownerEmail', 'm@example.org'),
  },
  {
    what: 'changes what papers say at their foot',
    ...settingAct('paperFoot'),
    run: (till, user) => keepOwnersSetting(till, user, 'paperFoot', 'Fermé le lundi'),
  },
  {
    what: 'changes the picture of customers’ screens',
    ...settingAct('customerPicture'),
    run: (till, user) => keepOwnersSetting(till, user, 'customerPicture', null),
  },
  {
    what: 'changes the picture above papers',
    ...settingAct('paperLogo'),
    run: (till, user) => keepOwnersSetting(till, user, 'paperLogo', null),
  },
  {
    what: 'lets imports go unseen',
    ...settingAct('asksBeforeImport'),
    run: (till, user) => keepOwnersSetting(till, user, 'asksBeforeImport', false),
  },
  {
    what: 'stops automatic syncs',
    ...settingAct('syncEveryMinutes'),
    run: (till, user) => keepOwnersSetting(till, user, 'syncEveryMinutes', 0),
  },
  {
    what: 'stops telling the shop of its stock',
    ...settingAct('sendsStock'),
    run: (till, user) => keepOwnersSetting(till, user, 'sendsStock', true),
  },
  {
    what: 'keeps the till from locking',
    ...settingAct('lockAfterMinutes'),
    run: (till, user) => keepOwnersSetting(till, user, 'lockAfterMinutes', 0),
  },
  {
    what: 'records online orders',
    ...TO_RECORD_ORDERS,
    run: (till, user) =>
      importOrders(
        till,
        { fetch: () => Promise.reject(new TypeError()), pageAddress: 'https://till.example/' },
        {
          connection: shop,
          user,
          seller: SELLER,
          names: { shipping: '', wrapping: '', voucher: '' },
          fromDay: '2026-01-01',
          how: { kind: 'record', agreed: {} },
          onProgress: () => undefined,
        },
      ),
  },
  {
    what: 'adds an owner',
    ...teamAct('add', newOwner),
    run: (till, user) => addMember(till, quickHash, user, newOwner),
  },
  {
    what: 'makes itself an owner',
    ...teamAct('change', { userId: 'leo', role: 'owner' }),
    run: (till, user) => changeMember(till, quickHash, user, 'leo', { role: 'owner' }),
  },
  {
    what: 'gives an owner another PIN',
    ...teamAct('change', { userId: 'second', pin: '264913' }),
    run: (till, user) => changeMember(till, quickHash, user, 'second', { pin: '264913' }),
  },
  {
    what: 'removes somebody',
    ...teamAct('remove', { userId: 'zoe' }),
    run: (till, user) => removeMember(till, user, 'zoe'),
  },
  {
    what: 'makes a recovery code',
    permission: 'users',
    about: RENEWED,
    run: (till, user) => renewRecoveryCode(till, quickHash, user),
  },
  {
    what: 'changes what roles may do',
    ...TO_CHANGE_RIGHTS,
    run: (till, user) =>
      changeRights(till, user, now => ({
        ...now,
        leastRole: { ...now.leastRole, settings: 'cashier' },
      })),
  },
  {
    what: 'makes an archive',
    ...TO_ARCHIVE,
    run: (till, user) =>
      makeArchive(till, user, { from: null, to: null }, { verifierPage: null, onProgress }),
  },
  {
    what: 'checks an archive',
    ...TO_ARCHIVE,
    run: (till, user) => checkArchive(till, user, new Blob(['no archive']), '', onProgress),
  },
  {
    what: 'purges the journal',
    permission: 'purge',
    about: { firstEntry: 2, lastEntry: 3 },
    isProven: true,
    run: (till, user) => purgeJournal(till, user, plan),
  },
  {
    what: 'chooses the passphrase of backups',
    ...backupAct('passphrase'),
    run: (till, user) => chooseBackupPassphrase(till, quickHash, user, 'à moi seul'),
  },
  {
    what: 'makes a backup',
    ...backupAct('make'),
    run: (till, user) => makeBackup(till, user, 'file'),
  },
  {
    what: 'restores a backup',
    ...backupAct('restore'),
    run: (till, user) => restoreBackup(till, quickHash, user, file, PASSPHRASE),
  },
  {
    what: 'stops automatic backups',
    ...backupAct('folder'),
    run: forgetFolder,
  },
  {
    what: 'shows the journal to an inspector',
    permission: 'inspection',
    about: { on: true },
    isProven: true,
    run: (till, user) => beginInspection(till, ANNE, user),
  },
  {
    what: 'ends an inspection',
    permission: 'inspection',
    about: { on: false },
    isProven: true,
    run: endInspection,
  },
]

const onProgress = () => undefined

/** What was approved before the act is tried; each gives back whether it covers the act. */
type Approve = (till: TillContext, user: UserV1, act: Tried) => Promise<unknown>
const OTHER: VisitPermission = 'reports'
const approve = (
  till: TillContext,
  user: UserV1,
  { permission, about }: Act,
  covers: 'act' | 'visit' = 'act',
) => recordApproval(till, user, ANNE, [{ permission }], about, covers)

const APPROVED: Record<string, { give: Approve; covers?: (act: Tried) => boolean }> = {
  nothing: { give: () => Promise.resolve() },
  'this very act': { give: approve, covers: () => true },
  'another act of the same permission': {
    give: (till, user, act) => approve(till, user, { ...act, about: { ...act.about, not: 1 } }),
  },
  'an act of another permission in the same words': {
    give: (till, user, act) => approve(till, user, { ...act, permission: OTHER }),
  },
  'this act, asked for by somebody else': {
    give: (till, _user, act) => approve(till, { userId: 'other', name: '' }, act),
  },
  'a visit of its page': {
    give: (till, user, act) => approve(till, user, { ...act, about: { page: '/' } }, 'visit'),
    covers: ({ permission }) => isByVisit(permission),
  },
  'a visit of its page, left since': {
    give: async (till, user, act) => {
      await approve(till, user, act, 'visit')
      await endApprovals(till, null)
    },
  },
  'a visit of another page': {
    give: (till, user, act) => approve(till, user, { ...act, permission: OTHER }, 'visit'),
  },
  'this act, before somebody else served': {
    give: async (till, user, act) => {
      await approve(till, user, act)
      await endApprovals(till)
    },
  },
  'this act, by an owner who is a cashier since': {
    give: async (till, user, act) => {
      await approve(till, user, act)
      await till.tillDb.users.update('anne', { role: 'cashier' })
    },
  },
  'this act, by an owner who left since': {
    give: async (till, user, act) => {
      await approve(till, user, act)
      await till.tillDb.users.update('anne', { removedAt: '2026-01-02' })
    },
  },
  'this act, by a manager, or by a cashier for a manager’s': {
    give: (till, user, { permission, about }) => {
      const isOwners = !isAllowed(USUAL_RIGHTS, 'manager', { permission })
      const by = isOwners ? PEOPLE['a manager'] : PEOPLE['a cashier']
      return recordApproval(till, user, by, [{ permission }], about)
    },
  },
}

const BASIC = {
  nothing: APPROVED['nothing'],
  'this very act': APPROVED['this very act'],
  'a visit of its page': APPROVED['a visit of its page'],
}

/** A shop that sold once, with an owner, a manager, a cashier and an owner who left. */
async function aShop(): Promise<TillContext> {
  const till = aTill()
  await openTill(till)
  await till.tillDb.customers.add(aCustomer())
  const sold = await sellTicket(till, aTicket([anArticle()]), [aTender(1548)], CONTEXT)
  if (!sold.ok) throw new Error(sold.error.code)
  await chooseBackupPassphrase(till, quickHash, NOBODY, PASSPHRASE)
  await till.tillDb.users.bulkAdd([
    aUser({ ...ANNE, role: 'owner' }),
    aUser({ ...PEOPLE['a manager'], role: 'manager' }),
    aUser({ ...PEOPLE['a cashier'], role: 'cashier' }),
    aUser({ ...PEOPLE['an owner who left'], role: 'owner', removedAt: '2026-01-01' }),
    aUser({ userId: 'second', name: 'Ève', role: 'owner' }),
  ])
  return till
}

/** Whether the act was refused for want of a right, whichever way the action says it. */
async function isRefused(run: () => Promise<unknown>): Promise<boolean> {
  const asMissing = (error: unknown) =>
    typeof error === 'object' && error !== null && 'code' in error
      ? error.code === 'approval-missing'
      : false
  try {
    const done = await run()
    return typeof done === 'object' && done !== null && 'error' in done && asMissing(done.error)
  } catch (error) {
    return error instanceof RefusedByJournal && asMissing(error.refusal)
  }
}

beforeEach(() => vi.stubGlobal('reportError', () => undefined))

describe.each(ACTS)('nobody $what without a right to it:', act => {
  const tries = (Object.keys(PEOPLE) as Who[]).flatMap(who =>
    Object.keys(roleOf(who) === null ? BASIC : APPROVED).map(approved => ({ who, approved })),
  )

  it.each(tries)('$who, approved: $approved', async ({ who, approved }) => {
    const till = await aShop()
    const user = PEOPLE[who]
    if (act.permission === 'backup') file = await backUp(till)
    const how = APPROVED[approved]
    await how?.give(till, user, act)

    const role = roleOf(who)
    const isTheirs = role !== null && isAllowed(USUAL_RIGHTS, role, act) && !act.isProven
    const may = isTheirs || (how?.covers?.(act) ?? false)
    const before = await diskOf(till.tillDb)
    expect(await isRefused(() => act.run(till, user))).toBe(!may)
    if (may) return
    expect(await diskOf(till.tillDb)).toEqual(before)
  })

  it.each(Object.keys(PEOPLE) as Who[])('%s, with an approval that was used', async who => {
    const till = await aShop()
    const user = PEOPLE[who]
    if (act.permission === 'backup') file = await backUp(till)
    const role = roleOf(who)
    if (role !== null && isAllowed(USUAL_RIGHTS, role, act) && !act.isProven) return
    await approve(till, user, act)
    const approvals = async () => (await till.tillDb.settings.get('approvals'))?.value
    await act.run(till, user).catch(() => undefined)
    // What is refused for another reason, as this purge and this restore, uses nothing up.
    const isDone = act.permission !== 'purge' && act.about['backup'] !== 'restore'
    if (isDone) expect(await approvals()).toEqual([])
    // Whoever made themselves an owner is one now.
    await till.tillDb.users.update('leo', { role: 'cashier' })
    const before = await diskOf(till.tillDb)
    await act.run(till, user).catch(() => undefined)
    expect(await diskOf(till.tillDb)).toEqual(before)
  })

  it('an owner, unless the PIN is asked for even of one', async () => {
    const till = await aShop()
    if (act.permission === 'backup') file = await backUp(till)
    expect(await isRefused(() => act.run(till, ANNE))).toBe(act.isProven ?? false)
  })
})
