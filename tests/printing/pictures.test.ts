import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { decodeEscPos } from '../support/printer/decodeEscPos'
import { drawPrinted } from '../support/printer/drawPrinted'
import { EVERY_PAPER } from '../support/printer/everyPaper'
import { USUAL_PROFILE } from '@/core/printing/printerProfile'
import { encodePaper } from '@/printing/encodePaper'

/** Where the pictures are left for people to look at; none are written without it. */
const folder = process.env.COMPTOIR_PAPERS

it.each(EVERY_PAPER.map(({ name, lines }) => [name, lines] as const))(
  'draws what comes out of a printer: %s',
  (name, lines) => {
    for (const columns of [32, 42, 48] as const) {
      const profile = { ...USUAL_PROFILE, columns }
      const picture = drawPrinted(decodeEscPos(encodePaper(lines, profile), columns), columns)
      expect(picture).toMatch(/^<svg [^]*<\/svg>$/)
      if (!folder) continue
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${name.replace(/[^\w-]+/g, '-')}-${columns}.svg`), picture)
    }
  },
)
