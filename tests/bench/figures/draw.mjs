// `npm run bench figures`: draws the manual's charts and tables of figures anew, from those that the measures kept.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../src/commands/project.mjs'
import { growthCharts, growthTables } from './growthFigures.mjs'
import { peersCharts, peersTables } from './peersFigures.mjs'
import { withTables } from './tables.mjs'

/** Where each measure keeps its figures. */
export const FIGURES = {
  peers: join(root, 'tests/bench/figures/peers.json'),
  growth: join(root, 'tests/bench/figures/growth.json'),
}

/** Every file that is drawn from the figures: its path from the root, and its text. */
export function filesDrawn() {
  const [peers, growth] = [FIGURES.peers, FIGURES.growth].map(path =>
    JSON.parse(readFileSync(path, 'utf8')),
  )
  return ['fr', 'en'].flatMap(language => [
    ...drawnOf(language, 'mesures.md', peersTables(peers, language), peersCharts(peers, language)),
    ...drawnOf(
      language,
      'croissance.md',
      growthTables(growth, language),
      growthCharts(growth, language),
    ),
  ])
}

function drawnOf(language, page, tables, charts) {
  const folder = `src/help/${language}`
  const text = withTables(readFileSync(join(root, folder, page), 'utf8'), tables)
  const pictures = Object.entries(charts).map(([name, picture]) => ({
    path: `${folder}/pictures/${name}`,
    text: picture,
  }))
  return [{ path: `${folder}/${page}`, text }, ...pictures]
}

export function drawFigures() {
  for (const { path, text } of filesDrawn()) writeFileSync(join(root, path), text)
}
