// Measures what sharing between devices costs: each carrier beside its database, a sale on its way
// from a device to another, a device that joins.
import { cpus, loadavg } from 'node:os'
import { note, percentile } from './results.mjs'
import { withSources } from './sources.mjs'

export const measureSharing = () =>
  withSources(async load => {
    console.log(`(charge de la machine : ${loadavg()[0]?.toFixed(1)}, ${cpus().length} cœurs)`)
    const { measureCarriers } = await load('tests/bench/sharing/carriers.ts')
    await measureCarriers(reportCarrier)
    const { measureSale } = await load('tests/bench/sharing/sale.ts')
    await measureSale(text => console.log(`  ${text}`))
    const { whyNoServer } = await load('tests/e2e/sharing/shopServer.ts')
    const why = whyNoServer()
    if (why !== undefined) return console.log(`  (deux appareils : ${why})`)
    const { measureDevices } = await load('tests/bench/sharing/devices.ts')
    reportDevices(await measureDevices())
  })

function reportCarrier({ name, why, blocks, commits, load }) {
  if (why !== undefined) return console.log(`  ${name} : ${why}`)
  const perSecond = values => percentile(values, 50).toFixed(0)
  const ratios = commits.map((commit, round) => (blocks[round] / commit) * 100)
  const beside =
    commits.length > 0
      ? ` ; la base seule, un ajout par transaction : ${perSecond(commits)} par seconde, soit ${percentile(ratios, 50).toFixed(0)} %`
      : ''
  console.log(
    `  ${name} : ${perSecond(blocks)} blocs par seconde${beside} (charge ${load.toFixed(1)})`,
  )
}

function reportDevices({ seenMs, pairingMs, keptBytes }) {
  console.log(`  (charge de la machine : ${loadavg()[0]?.toFixed(1)})`)
  const { seller, hearer } = keptBytes
  console.log(
    `  gardé par vente dans IndexedDB : ${seller.toFixed(0)} octets sur la caisse, ${hearer.toFixed(0)} sur le téléphone`,
  )
  // Changes are gathered 200 ms before they are said: the rest is the exchange, on both sides.
  const what = 'de payé sur la caisse à vu sur le téléphone'
  note(`${what}, médiane`, percentile(seenMs, 50), 1_500, ' ms')
  note(`${what}, 95 %`, percentile(seenMs, 95), 3_000, ' ms')
  note('relier un appareil, part des machines, médiane', percentile(pairingMs, 50), 4_000, ' ms')
  note('relier un appareil, part des machines, 95 %', percentile(pairingMs, 95), 10_000, ' ms')
}
