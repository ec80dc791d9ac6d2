import { epochKeyOf, shareTo, writingKey } from './epochKeys'
import type { Newcomer } from './foundShop'
import { rawKeyOf } from './hpke'
import { mayManage, secretOf, shopOf, tendEpochs } from './rotate'
import { sayStatements, type Sharing } from './sayOwn'
import { base64FromBytes } from '@/core/base64'
import { LANES } from '@/core/sharing/block'
import { nextLetter, presentMembers, type Member, type Roster } from '@/core/sharing/roster'

/** What a device tells of itself to be let in. */
export interface Applicant {
  device: string
  /** Raw P-256 point in base64. */
  sealingKey: string
  name: string
  /** Till code that it sells under now; null for a device that never sold. */
  letter: string | null
  /** Every till code that it knows of, whosever: none is given again. */
  usedLetters: readonly string[]
}

/** What a device may do: sell under a letter of its own, or only read; and whether it manages. */
export interface Role {
  sells: boolean
  manages: boolean
}

/** What a new device needs to find the shop and to read it; all else is in the mailbox. */
export interface Welcome extends Newcomer {
  paperKey: string
  epoch: number
  secret: Uint8Array
  manages: boolean
}

/**
 * Lets a device in: it is granted, with a letter that nobody ever had, and given every secret of the
 * shop. Undefined when this device does not manage. `alsoUsed`: till codes of journals known here,
 * which nobody may have been granted.
 */
export async function letIn(
  sharing: Sharing,
  applicant: Applicant,
  { sells, manages }: Role,
  alsoUsed: readonly string[] = [],
): Promise<Welcome | undefined> {
  const shop = await shopOf(sharing)
  const key = writingKey(shop)
  const secret = key && (await secretOf(sharing, shop, key.id))
  if (!mayManage(sharing, shop) || !secret) return undefined
  const { device, sealingKey, name } = applicant
  // Asked again, as its welcome was lost.
  const known = presentMembers(shop.roster).find(one => one.device === device)
  if (known) return { ...welcomeOf(known), paperKey: shop.paperKey, epoch: key.epoch, secret }
  const letter = sells ? letterFor(shop.roster, applicant, alsoUsed) : null
  const at = sharing.now()
  await sayStatements(sharing, [{ kind: 'grant', device, name, letter, manages, sealingKey, at }])
  await tendEpochs(sharing)
  return { name, letter, manages, paperKey: shop.paperKey, epoch: key.epoch, secret }
}

const welcomeOf = ({ name, letter, manages }: Member) => ({ name, letter, manages })

/** Keeps the letter that it sells under where nobody else ever had it; else gives the next one. */
export function letterFor(
  roster: Roster,
  { letter, usedLetters }: Pick<Applicant, 'letter' | 'usedLetters'>,
  alsoUsed: readonly string[] = [],
): string {
  const isFree =
    letter !== null &&
    !alsoUsed.includes(letter) &&
    !roster.some(member => member.letter === letter)
  return isFree ? letter : nextLetter(roster, [...usedLetters, ...alsoUsed])
}

/**
 * Joins a shop: keeps the secret that it was given, sealed to this device, in its own lane of keys.
 * The next exchange reads all the rest.
 */
export async function joinShop(
  { store, keys, now }: Omit<Sharing, 'paperKey'>,
  { paperKey, epoch, secret }: Pick<Welcome, 'paperKey' | 'epoch' | 'secret'>,
): Promise<Sharing> {
  const sharing = { store, keys, now, paperKey }
  const sealingKey = base64FromBytes(await rawKeyOf(keys.sealing))
  const own = { device: keys.device, sealingKey }
  const share = await shareTo(own, await epochKeyOf(epoch, secret), secret)
  if (!share) throw new Error('a key that this device made takes what is sealed to it')
  await sayStatements(sharing, [share], LANES.keys)
  return sharing
}
