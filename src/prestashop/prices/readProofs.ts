import type { ShopClient } from '@/prestashop/client'
import { decodeList } from '@/prestashop/decode/list'
import { PROOF_FIELDS, PROOF_PRICES, proofRow } from '@/prestashop/decode/products'
import { readByIds, theseIds } from '@/prestashop/readByIds'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { RateProof, ShopProduct, UnreadableRow } from '@/core/catalogue/shopRows'
import type { HeldProducts, ShopState } from '@/core/catalogue/shopState'

/** Below this price, six decimals are too few to tell a rate. */
const TELLING_MICROS = 100_000
/** So many products of a VAT group must agree on its rate. */
const PROOFS_A_GROUP = 3
const IDS_IN_AN_ADDRESS = 500

/** What a sync knows of the products when it asks for the proofs of rates. */
export interface ProofSources {
  known: Pick<ShopState, 'rateProofs'> | null
  held: HeldProducts
  /** Rows read in this sync. */
  read: readonly ShopProduct[]
  removedIds: readonly number[]
  /** All groups are asked; otherwise only those that may have another rate now. */
  isWhole: boolean
}

export interface ReadProofs {
  rateProofs: RateProof[]
  /** Groups whose rate is no longer the stored one. */
  movedGroupIds: number[]
  unreadable: UnreadableRow[]
}

/**
 * Reads the prices with and without VAT of a few products of each VAT group, the dearest: two more
 * computed prices for at most three products a group, in one request.
 */
export async function readProofs(
  client: ShopClient,
  sources: ProofSources,
): Promise<Result<ReadProofs, ShopError>> {
  const before = sources.known?.rateProofs ?? []
  const groupIds = await groupsToProve(sources)
  const kept = before.filter(proof => !groupIds.has(proof.vatGroupId))
  const chosen = dearest(await candidates(sources, groupIds))
  const read = await readByIds(
    chosen,
    async slice => {
      const body = await client.getJson('products', {
        display: `[${PROOF_FIELDS}]`,
        'filter[id]': theseIds(slice),
        sort: '[id_ASC]',
        ...PROOF_PRICES,
      })
      return body.ok ? decodeList(body.value, 'products', proofRow, client.host, slice) : body
    },
    { idsAtOnce: IDS_IN_AN_ADDRESS },
  )
  if (!read.ok) return read
  const rateProofs = [...kept, ...read.value.rows].sort((a, b) => a.productId - b.productId)
  return ok({
    rateProofs,
    movedGroupIds: [...groupIds].filter(id => hasMoved(id, before, rateProofs)),
    unreadable: read.value.unreadable,
  })
}

/**
 * In a whole reading, all groups. Otherwise those of the rows read, unless one of these is billed at
 * the rate of the stored proof, and those whose proof left the group. PrestaShop's group 0 is no
 * group: no tax is billed, and there is nothing to prove.
 */
async function groupsToProve(sources: ProofSources): Promise<Set<number>> {
  const { known, held, read, removedIds, isWhole } = sources
  const before = known?.rateProofs ?? []
  const groupIds = new Set(read.map(product => product.vatGroupId))
  if (isWhole) {
    for (const product of await held.all()) groupIds.add(product.vatGroupId)
  } else {
    for (const product of read) {
      if (before.some(proof => isBilledAt(proof, product))) groupIds.delete(product.vatGroupId)
    }
    const gone = new Set(removedIds)
    const groupOf = new Map(read.map(product => [product.productId, product.vatGroupId]))
    for (const { productId, vatGroupId } of before) {
      const isStill = (groupOf.get(productId) ?? vatGroupId) === vatGroupId
      if (gone.has(productId) || !isStill) groupIds.add(vatGroupId)
    }
  }
  groupIds.delete(0)
  return groupIds
}

/** Whether a product's price is its net price at the rate that a proof of its group tells. */
function isBilledAt(proof: RateProof, { vatGroupId, plainNetMicros, priceMicros }: ShopProduct) {
  if (proof.vatGroupId !== vatGroupId) return false
  if (plainNetMicros < TELLING_MICROS || proof.plainNetMicros < TELLING_MICROS) return false
  const expected = (plainNetMicros * proof.plainGrossMicros) / proof.plainNetMicros
  return Math.abs(priceMicros - expected) <= 2 + plainNetMicros * 1e-6
}

/**
 * Products among which the proofs are chosen: all of the groups in a whole reading; otherwise the
 * rows read and the stored proofs, and all of a group that has none of these left.
 */
async function candidates(
  { known, held, read, removedIds, isWhole }: ProofSources,
  groupIds: ReadonlySet<number>,
): Promise<ShopProduct[]> {
  const gone = new Set(removedIds)
  const readIds = new Set(read.map(product => product.productId))
  const isCandidate = (product: ShopProduct) =>
    groupIds.has(product.vatGroupId) && !gone.has(product.productId)
  const others = (products: readonly ShopProduct[]) =>
    products.filter(product => !readIds.has(product.productId))
  if (isWhole) return [...read, ...others(await held.all())].filter(isCandidate)

  const proofIds = (known?.rateProofs ?? []).map(proof => proof.productId)
  const found = [...read, ...others(await held.get(proofIds))].filter(isCandidate)
  const covered = new Set(found.filter(one => worth(one) > 0).map(one => one.vatGroupId))
  const bare = [...groupIds].filter(groupId => !covered.has(groupId))
  if (bare.length === 0) return found
  const more = await held.get(await held.idsOfVatGroups(bare))
  return [...found, ...others(more).filter(isCandidate)]
}

const worth = ({ priceMicros, plainNetMicros }: ShopProduct) =>
  Math.max(priceMicros, plainNetMicros)

/** Ids of the dearest products of each group, ascending. */
function dearest(products: readonly ShopProduct[]): number[] {
  const byGroup = new Map<number, ShopProduct[]>()
  for (const product of products) {
    if (worth(product) === 0) continue
    const best = byGroup.get(product.vatGroupId) ?? []
    best.push(product)
    best.sort((a, b) => worth(b) - worth(a) || a.productId - b.productId)
    byGroup.set(product.vatGroupId, best.slice(0, PROOFS_A_GROUP))
  }
  return [...byGroup.values()].flatMap(best => best.map(one => one.productId)).sort((a, b) => a - b)
}

/** Whether two proofs give a group's rate as different by more than 0.05 %. */
function hasMoved(
  groupId: number,
  before: readonly RateProof[],
  after: readonly RateProof[],
): boolean {
  const [old, next] = [before, after].map(proofs => ratioOf(groupId, proofs))
  return old != null && next != null && Math.abs(old - next) > 5
}

/** A group's VAT rate in hundredths of a percent; null when its prices are too low to tell. */
function ratioOf(groupId: number, proofs: readonly RateProof[]): number | null {
  const best = proofs
    .filter(proof => proof.vatGroupId === groupId && proof.plainNetMicros >= TELLING_MICROS)
    .sort((a, b) => b.plainNetMicros - a.plainNetMicros)[0]
  return best ? Math.round((best.plainGrossMicros / best.plainNetMicros - 1) * 10_000) : null
}
