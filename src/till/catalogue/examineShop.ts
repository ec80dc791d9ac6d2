import { openShop } from './openShop'
import type { ShopError } from '@/core/errors'
import {
  findingOfClock,
  findingOfLanguages,
  findingOfPage,
  findingOfPictures,
  findingOfTransport,
  findingOfVersion,
  findingsOfAddress,
  findingsOfNotice,
  findingsOfRights,
  type Finding,
} from '@/core/catalogue/connectionFindings'
import type { Surroundings } from '@/prestashop/route'
import { chooseLanguage, readLanguages } from '@/prestashop/readTables'
import { readFirstProducts } from '@/prestashop/readProducts'
import { readRights } from '@/prestashop/readRights'
import { readTileKind } from '@/prestashop/readPicture'
import type { ShopConnection } from '@/storage/settings/settings'

const PROBED_ARTICLES = 100

/**
 * Diagnoses the connection to a shop: makes the requests of a sync, in the same order, and returns
 * one finding for each. It stores and changes nothing. The first blocking error ends it. `nowMs` is
 * a clock, in milliseconds since 1970.
 */
export async function examineShop(
  surroundings: Surroundings,
  connection: ShopConnection,
  preferredLanguages: readonly string[],
  nowMs: () => number,
): Promise<Finding[]> {
  const shop = await openShop(surroundings, connection)
  if (!shop.ok) return [barred(shop.error)]
  const access = await readRights(shop.value)
  if (!access.ok) return [barred(access.error)]

  const { version, methodsByResource, missingRights, shopSeconds } = access.value
  const findings = [
    ...findingsOfAddress(connection.address, shop.value.keyPlace()),
    findingOfTransport(shop.value.route.transport),
    ...findingsOfRights(methodsByResource, missingRights),
    findingOfVersion(version),
  ]
  if (shopSeconds !== null) findings.push(findingOfClock(shopSeconds, nowMs() / 1000))
  if (missingRights.length > 0) return findings

  const languages = await readLanguages(shop.value)
  if (!languages.ok) return [...findings, barred(languages.error)]
  findings.push(findingOfLanguages(languages.value, preferredLanguages))

  const language = chooseLanguage(shop.value, languages.value, { preferredLanguages })
  if (!language.ok) return [...findings, barred(language.error)]
  const before = nowMs()
  const page = await readFirstProducts(shop.value, language.value, PROBED_ARTICLES)
  if (!page.ok) return [...findings, barred(page.error)]
  findings.push(findingOfPage(page.value.length, nowMs() - before))
  findings.push(...findingsOfNotice(shop.value.hostNotice()))

  const kind = await readTileKind(shop.value)
  if (!kind.ok) return [...findings, barred(kind.error)]
  return [...findings, findingOfPictures(kind.value)]
}

const barred = (error: ShopError): Finding => ({ level: 'blocking', code: 'error', error })
