import { expect, it } from 'vitest'
import { membersWithout } from '@/core/sharing/epochs'
import { rosterOf } from '@/core/sharing/roster'
import type { Share, Statement } from '@/core/sharing/statements'

const AT = '2026-01-02T10:00:00.000Z'
const grant = (by: string, device: string, manages: boolean): Statement => ({
  kind: 'grant',
  by,
  seq: 0,
  device,
  name: device,
  letter: null,
  manages,
  sealingKey: '',
  at: AT,
})
const share = (by: string, device: string): Share => ({
  kind: 'share',
  by,
  seq: 1,
  device,
  epoch: 2,
  id: 'e2',
  sealed: 'not to be read by anybody else',
})
const MEMBERS = [
  grant('paper', 'phone', true),
  grant('phone', 'second', true),
  grant('phone', 'tablet', false),
  grant('phone', 'counter', false),
]
const ANNOUNCED: Statement = { kind: 'epoch', by: 'phone', seq: 2, epoch: 2, id: 'e2', at: AT }

/** Who is still to be given the secret, as `second` sees it. */
function lacking(...shares: Share[]): string[] {
  const statements = [...MEMBERS, ANNOUNCED, ...shares]
  const shop = { paperKey: 'paper', roster: rosterOf('paper', statements), statements }
  return membersWithout(shop, { id: 'e2' }, 'second')
    .map(({ device }) => device)
    .toSorted()
}

it('a share given by who may give it ends the wait for it', () => {
  expect(lacking()).toEqual(['counter', 'phone', 'second', 'tablet'])
  expect(lacking(share('phone', 'tablet'), share('second', 'counter'))).toEqual(['phone', 'second'])
  expect(lacking(share('paper', 'tablet'))).not.toContain('tablet')
})

it('what any other member says it gave keeps nobody from being given it', () => {
  expect(lacking(share('tablet', 'counter'), share('stranger', 'phone'))).toEqual(lacking())
})
