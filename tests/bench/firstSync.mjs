// A first sync, beside the same pages fetched bare.
import { note } from './results.mjs'
import { openTill, order, origin, syncOnce } from './till.mjs'

/**
 * A first sync, compared with fetching the same pages and ignoring the answers. Done twice: the
 * server warms up first.
 */
export async function measureFirst(pace, isPaced) {
  await order({ state: { isPaced } })
  let figures
  let opened
  for (let round = 0; round < 2; round += 1) {
    await opened?.browser.close()
    opened = await openTill()
    await order({ forgetRequests: true })
    const run = await syncOnce(opened.page)
    const requests = await readRequests()
    const work = workOf(requests)
    figures = { run, work, bareMs: await fetchBare(opened.page, requests) }
  }
  const { run, work, bareMs } = figures
  console.log(
    `première synchro, ${pace} : ${run.elapsedMs} ms, ${run.requests} requêtes, ` +
      `${run.counts.articles} articles ; les mêmes pages seules : ${Math.round(bareMs)} ms`,
  )
  if (isPaced) {
    note('première synchro / mêmes pages seules', run.elapsedMs / bareMs, 1.15)
    noteWork('première synchro', work, 50)
  }
  return { ...opened, run, bareMs }
}

/** Requests the demo shop received, each with the number of prices it made the shop compute. */
async function readRequests() {
  return (await fetch(`${origin}/demo/control`)).json()
}

export async function readWork() {
  return workOf(await readRequests())
}

/** What requests cost a real shop's server: about 10 ms each, and 0.3 ms a computed price. */
function workOf(requests) {
  const beside = requests.filter(({ path }) => path.includes('product_attribute')).length
  const computedPrices = requests.reduce((sum, request) => sum + request.computedPrices, 0)
  const serverMs = requests.length * 10 + computedPrices * 0.3
  return { requests: requests.length - beside, beside, computedPrices, serverMs }
}

export function noteWork(name, work, mostRequests) {
  note(`requêtes, ${name}, hors déclinaisons`, work.requests, mostRequests)
  note(`temps du serveur, ${name}`, Math.round(work.serverMs), 15_000, ' ms')
  console.log(
    `  (${work.computedPrices} prix calculés ; ${work.beside} requêtes pour les déclinaisons)`,
  )
}

/** Fetches the same addresses, two at a time as the sync does, and ignores the answers. */
function fetchBare(page, requests) {
  const paths = requests
    .filter(({ status, path }) => status === 200 && !path.includes('/images'))
    .map(request => request.path)
  // Runs in the till's own worker, like the sync: the page is watched by the browser's tools.
  const [worker] = page.workers()
  return worker.evaluate(async paths => {
    const key = btoa('COMPTOIRDEMOMINIMALKEY0000000001:')
    const queue = [...paths]
    const startedAt = performance.now()
    const work = async () => {
      for (let path = queue.shift(); path; path = queue.shift()) {
        const answer = await fetch(`${location.origin}/demo${path}`, {
          headers: { Authorization: `Basic ${key}` },
        })
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
        await answer.text()
      }
    }
    await Promise.all([work(), work()])
    return performance.now() - startedAt
  }, paths)
}
