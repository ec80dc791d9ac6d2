import { epochKeyOf, shareTo, type EpochKey } from './epochKeys'
import { rawKeyOf } from './hpke'
import { paperKeysOf, type PaperKeys } from './paperKeys'
import { sealBlock, type DeviceKeys } from './sealBlock'
import type { Sharing } from './sayOwn'
import { takeBlock } from './takeBlock'
import { assert } from '@/core/assert'
import { base64FromBytes } from '@/core/base64'
import { LANES, NO_HASH, type ReadBlock } from '@/core/sharing/block'
import { packContent, type StatementRecord } from '@/core/sharing/blockContent'
import { PAPER_CODE_BYTES, paperCodeFrom, secretOfPaperCode } from '@/core/sharing/paperCode'

/** Who a device is for the others. */
export interface Newcomer {
  name: string
  /** Till code that it sells under; null for a device that only reads. */
  letter: string | null
}

export interface Founded {
  sharing: Sharing
  /** The paper key as it is printed; it is kept nowhere. */
  paperCode: string
  /** Mailbox of the first epoch, to be opened at the carrier. */
  mailbox: string
}

/**
 * Founds a shop of several devices on the owner's one: a paper key, most senior, lets it in; its
 * keys are forgotten at once. All is on disk when it resolves; nothing has left the device.
 */
export async function foundShop(
  { store, keys, now }: Omit<Sharing, 'paperKey'>,
  { name, letter }: Newcomer,
): Promise<Founded> {
  const paperCode = paperCodeFrom(crypto.getRandomValues(new Uint8Array(PAPER_CODE_BYTES)))
  const letters = secretOfPaperCode(paperCode)
  assert(letters !== undefined, 'a paper key that was just made is one')
  const paper = await paperKeysOf(letters)
  const first = await epochKeyOf(1, paper.firstSecret)
  const sharing = { store, keys, now, paperKey: paper.device }
  const at = now()
  const paperPoint = base64FromBytes(await rawKeyOf(paper.sealing))
  const sealingKey = base64FromBytes(await rawKeyOf(keys.sealing))
  const shares = await sharesOf(
    [
      { device: paper.device, sealingKey: paperPoint },
      { device: keys.device, sealingKey },
    ],
    [{ key: first, secret: paper.firstSecret }],
  )
  const grant = { kind: 'grant', seq: 0, at } as const
  const said: StatementRecord['statement'][] = [
    {
      ...grant,
      device: paper.device,
      name: '',
      letter: null,
      manages: false,
      sealingKey: paperPoint,
    },
    { ...grant, device: keys.device, name, letter, manages: true, sealingKey },
    { kind: 'epoch', seq: 0, epoch: 1, id: first.id, at },
  ]
  const blocks = [
    await paperBlock(paper, null, PAPER_BEGINS.keys, shares),
    await paperBlock(paper, first, PAPER_BEGINS.shared, said),
  ]
  for (const { bytes } of blocks) {
    const { outcome } = await takeBlock(sharing, bytes)
    assert(outcome === 'taken', 'what the paper key says is taken')
  }
  return { sharing, paperCode, mailbox: first.mailbox }
}
const PAPER_BEGINS = {
  keys: { lane: LANES.keys, seq: 0, previous: NO_HASH },
  shared: { lane: LANES.shared, seq: 0, previous: NO_HASH },
}

/** Shares of secrets to devices, as what a block says. */
export async function sharesOf(
  devices: readonly { device: string; sealingKey: string }[],
  secrets: readonly { key: EpochKey; secret: Uint8Array }[],
): Promise<StatementRecord['statement'][]> {
  const made = await Promise.all(
    devices.flatMap(one => secrets.map(({ key, secret }) => shareTo(one, key, secret))),
  )
  return made.flatMap(share => (share ? [{ ...share, seq: 0 }] : []))
}

/** A block that the paper key writes; `key` is null in its lane of keys. */
export function paperBlock(
  paper: PaperKeys | DeviceKeys,
  key: EpochKey | null,
  place: Pick<ReadBlock, 'lane' | 'seq' | 'previous'>,
  said: readonly StatementRecord['statement'][],
): Promise<ReadBlock> {
  const records = said.map(statement => ({
    kind: 'statement' as const,
    statement: { ...statement, seq: place.seq },
  }))
  const content = new Uint8Array(packContent({ seen: [], records }))
  const head = { ...place, epoch: key?.epoch ?? 0, base: { begins: false, ends: false } }
  return sealBlock(paper, key?.secret ?? null, head, content)
}
