// `npm run bench figures`: draws the manual's charts and tables of figures anew, from those that the measures kept.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../src/commands/project.mjs'
import { peersCharts, peersTables } from './peersFigures.mjs'
import { withTables } from './tables.mjs'

/** Where each measure keeps its figures. */
export const FIGURES = { peers: join(root, 'tests/bench/figures/peers.json') }

const PAGE = 'mesures.md'

/** Every file that is drawn from the figures: its path from the root, and its text. */
export function filesDrawn() {
  const peers = JSON.parse(readFileSync(FIGURES.peers, 'utf8'))
  return ['fr', 'en'].flatMap(language => {
    const folder = `src/help/${language}`
    const charts = Object.entries(peersCharts(peers, language))
    const page = readFileSync(join(root, folder, PAGE), 'utf8')
    return [
      { path: `${folder}/${PAGE}`, text: withTables(page, peersTables(peers, language)) },
      ...charts.map(([name, text]) => ({ path: `${folder}/pictures/${name}`, text })),
    ]
  })
}

export function drawFigures() {
  for (const { path, text } of filesDrawn()) writeFileSync(join(root, path), text)
}
