// Measures the load of many shops on a hub and PostgreSQL of this machine.
import { loadavg, cpus } from 'node:os'
import { note, percentile } from '../results.mjs'
import { withSources } from '../sources.mjs'

const SHOPS = Number(process.env.COMPTOIR_BENCH_SHOPS ?? 10_000)
const SECONDS = Number(process.env.COMPTOIR_BENCH_SECONDS ?? 120)
const LISTENING = [250, 500, 1_000, 2_000, 4_000].filter(count => count <= SHOPS)
/** What a device asks by itself: a held request ends after 25 seconds. */
const HELD_SECONDS = 25

/** Blocks of all shops by themselves, then as many shops as hold with devices that listen. */
export const measureLoad = () =>
  withSources(async load => {
    const figures = await load('tests/bench/sharing/load.ts')
    console.log(
      `${SHOPS} boutiques de 3 appareils, 300 ventes par jour chacun, 15 % dans l’heure la plus chargée, ${SECONDS} s`,
    )
    console.log(`  (charge de la machine : ${loadavg()[0]?.toFixed(1)}, ${cpus().length} cœurs)`)
    const tell = text => console.log(`  ${text}`)
    const phases = await figures.measureLoad(tell, {
      shops: SHOPS,
      seconds: SECONDS,
      listening: LISTENING,
    })
    for (const phase of phases) report(phase)
    const last = phases.at(-1)
    if (last?.held > 0) tellSizing(last)
  })

function report(phase) {
  const { name, seconds, wanted, sold, held, hub, postgres, load } = phase
  console.log(`  ${name}, ${seconds} s (charge ${load.toFixed(1)}) :`)
  console.log(
    `    ${sold.toFixed(0)} blocs par seconde pour ${wanted.toFixed(0)} voulus, ${phase.requestsPerSecond.toFixed(0)} requêtes par seconde, ${held} réponses tenues`,
  )
  console.log(
    `    vente dite : médiane ${middle(phase.saidMs, 50)}, 95 % ${middle(phase.saidMs, 95)}, 99 % ${middle(phase.saidMs, 99)} ms` +
      (phase.fetchedMs.length > 0
        ? ` ; reprise ailleurs : médiane ${middle(phase.fetchedMs, 50)}, 95 % ${middle(phase.fetchedMs, 95)}, 99 % ${middle(phase.fetchedMs, 99)} ms`
        : ''),
  )
  console.log(
    `    processeur : boîte ${share(hub)}, PostgreSQL ${share(postgres)} ; mémoire de la boîte ${(hub.residentBytes / 1e6).toFixed(0)} Mo` +
      ` ; par requête ${(hub.cpuMs / phase.requestsPerSecond).toFixed(2)} et ${(postgres.cpuMs / phase.requestsPerSecond).toFixed(2)} ms`,
  )
  const failures = Object.entries(phase.failures).map(([kind, count]) => `${count} × ${kind}`)
  console.log(`    échecs : ${failures.join(', ') || 'aucun'} ; non envoyées : ${phase.dropped}`)
  const failed = Object.values(phase.failures).reduce((sum, count) => sum + count, 0)
  note(`${name} : échecs`, failed, 0)
}

const middle = (values, part) => percentile(values, part)?.toFixed(0) ?? '-'
const share = ({ cpuMs }) => `${(cpuMs / 10).toFixed(0)} %`

/** What all shops would take, from what a request took here. */
function tellSizing({ name, requestsPerSecond, sold, held, hub, postgres }) {
  const devices = SHOPS * 3
  const blocks = (devices * 300 * 0.15) / 3_600
  const again = requestsPerSecond - held / HELD_SECONDS
  const perBlock = again / sold
  const requests = blocks * perBlock + devices / HELD_SECONDS
  const cores = ({ cpuMs }) => ((cpuMs / requestsPerSecond) * requests) / 1_000
  console.log(
    `  d’après « ${name} » : ${perBlock.toFixed(1)} requêtes par vente ; ${SHOPS} boutiques à l’écoute font ${requests.toFixed(0)} requêtes par seconde,` +
      ` soit ${cores(hub).toFixed(1)} cœurs pour les boîtes et ${cores(postgres).toFixed(1)} pour PostgreSQL`,
  )
}
