import { encode } from 'uqr'
import type { Align, Printed } from './roll'
import { ean13Bars } from '@/core/printing/labels/ean13'
import { code128 } from '@/core/documents/code128'

const LETTER_DOTS = 12
const LINE_DOTS = 30
const MARGIN_DOTS = 32

/** What came out of a printer as an SVG picture for people: a dot is a unit. */
export function drawPrinted(printed: readonly Printed[], columns: number): string {
  const width = columns * LETTER_DOTS
  let y = MARGIN_DOTS
  const drawn = printed.map(one => {
    const { svg, height } = drawOne(one, y, width)
    y += height
    return svg
  })
  const [fullWidth, fullHeight] = [width + 2 * MARGIN_DOTS, y + MARGIN_DOTS]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${fullWidth}" height="${fullHeight}" font-family="monospace" font-size="20">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<g transform="translate(${MARGIN_DOTS} 0)">`,
    ...drawn,
    '</g></svg>',
  ].join('\n')
}

function drawOne(one: Printed, y: number, width: number): { svg: string; height: number } {
  switch (one.kind) {
    case 'line': {
      const { isBold, height: times, width: across } = one.style
      const letters = [...one.text]
        .map((letter, at) =>
          letter === ' '
            ? ''
            : `<text transform="translate(${at * LETTER_DOTS * across} ${y + 23 * times}) scale(${across} ${times})"${isBold ? ' font-weight="bold"' : ''}>${escaped(letter)}</text>`,
        )
        .join('')
      return { svg: letters, height: LINE_DOTS + (times - 1) * 24 }
    }
    case 'qr': {
      const { data: modules, size } = encode(one.text, { ecc: 'M', border: 4 })
      const dots = size * one.moduleDots
      return drawDark(modules, one.moduleDots, one.moduleDots, indent(one.align, dots, width), y)
    }
    case 'barcode': {
      const bars = one.symbology === 'ean13' ? ean13Bars(one.text) : code128(one.text)
      const modules = bars.flatMap((times, at) => Array<boolean>(times).fill(at % 2 === 0))
      const left = indent(one.align, modules.length * one.moduleDots, width)
      return drawDark([modules], one.moduleDots, one.heightDots, left, y)
    }
    case 'image':
      return drawDark(one.rows, 1, 1, indent(one.align, one.width, width), y)
    case 'cut':
      return {
        svg: `<path d="M-32 ${y + 4}h${width + 64}" stroke="#888" stroke-dasharray="12 8"/>`,
        height: 8,
      }
    case 'pulse':
      return { svg: '', height: 0 }
  }
}

const indent = (align: Align, dots: number, width: number) =>
  align === 'left' ? 0 : (width - dots) / (align === 'center' ? 2 : 1)

function drawDark(
  rows: readonly (readonly boolean[])[],
  across: number,
  down: number,
  left: number,
  top: number,
) {
  const dark = rows.flatMap((row, y) =>
    row.map((isDark, x) =>
      isDark ? `M${left + x * across} ${top + y * down}h${across}v${down}h-${across}z` : '',
    ),
  )
  return {
    svg: `<path shape-rendering="crispEdges" d="${dark.join('')}"/>`,
    height: rows.length * down,
  }
}

const escaped = (letter: string) => `&#${letter.codePointAt(0)};`
