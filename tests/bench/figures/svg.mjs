// Small drawings as SVG: text stays text, and both themes are read.
const ESCAPED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Colours by name: light, then dark. They are the till's own, and five more that stand apart for any eye. */
const COLOURS = {
  paper: ['#ffffff', '#211e1a'],
  ink: ['#1c1a17', '#f4f0e8'],
  muted: ['#655f55', '#b3ab9d'],
  line: ['#e4e0d7', '#4d453a'],
  c0: ['#0b6b50', '#5fd0ab'],
  c1: ['#8a5000', '#f2bd69'],
  c2: ['#b3261e', '#ff9a8f'],
  c3: ['#a0298a', '#ec8fd8'],
  c4: ['#1b5fae', '#8cc0ff'],
  c5: ['#6a3fc4', '#c3a8ff'],
}
const FONT = "'Inter Variable', Inter, system-ui, sans-serif"

/** Text as it stands in an SVG. */
export const escaped = text => text.replace(/[&<>"]/g, one => ESCAPED[one])

/** A point, whole tenths: more is not seen. */
export const at = value => String(Math.round(value * 10) / 10)

/**
 * A picture of its own: `parts` are drawn over a background of its own colour, as whoever shows it may have another
 * theme than the device.
 */
export function picture({ width, height, title, parts }) {
  const dark = Object.entries(COLOURS)
    .map(([name, [, colour]]) => `.${name}{fill:${colour}}.${name}s{stroke:${colour}}`)
    .join('')
  const light = Object.entries(COLOURS)
    .map(([name, [colour]]) => `.${name}{fill:${colour}}.${name}s{stroke:${colour}}`)
    .join('')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${FONT}" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<style>${light}@media (prefers-color-scheme:dark){${dark}}</style>`,
    `<rect width="${width}" height="${height}" rx="14" class="paper"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n')
}

/** Text at a point; `anchor` is `start`, `middle` or `end`. */
export function text(
  x,
  y,
  words,
  { anchor = 'start', colour = 'ink', size = 13, bold = false } = {},
) {
  const weight = bold ? ' font-weight="700"' : ''
  const how = `${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}${size === 13 ? '' : ` font-size="${size}"`}`
  return `<text x="${at(x)}" y="${at(y)}" class="${colour}"${how}${weight}>${escaped(words)}</text>`
}

/** A thin line. */
export const rule = (x1, y1, x2, y2, { colour = 'line', width = 1 } = {}) =>
  `<path d="M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}" class="${colour}s" stroke-width="${width}"/>`

/** A mark of a series, each of its own shape: colour is never all that tells them apart. */
export function mark(series, x, y, size = 5) {
  const [left, right, top, bottom] = [x - size, x + size, y - size, y + size].map(at)
  const [middle, centre] = [at(x), at(y)]
  const shapes = [
    `<circle cx="${middle}" cy="${centre}" r="${at(size + 1)}" class="c0"/>`,
    `<circle cx="${middle}" cy="${centre}" r="${at(size)}" class="c1"/>`,
    `<circle cx="${middle}" cy="${centre}" r="${at(size)}" class="paper c2s" stroke-width="2.5"/>`,
    `<path d="M${left} ${top}H${right}V${bottom}H${left}Z" class="c3"/>`,
    `<path d="M${middle} ${top}L${right} ${bottom}H${left}Z" class="c4"/>`,
    `<path d="M${middle} ${at(y - size - 1)}L${at(x + size + 1)} ${centre}L${middle} ${at(y + size + 1)}L${at(x - size - 1)} ${centre}Z" class="c5"/>`,
  ]
  return shapes[series % shapes.length]
}

/** The names of series with their marks, in rows of `columns`; and the height that this takes. */
export function legend(names, { x, y, columns, columnWidth, from = 0 }) {
  const parts = names.flatMap((name, place) => {
    const [left, top] = [x + (place % columns) * columnWidth, y + Math.floor(place / columns) * 22]
    return [mark(place + from, left + 6, top - 4), text(left + 18, top, name)]
  })
  return { parts, height: Math.ceil(names.length / columns) * 22 }
}

/** A scale by powers of ten: where a value stands between two points. */
export function powersOfTen(least, most, from, to) {
  const [low, high] = [
    Math.floor(Math.log10(least)),
    Math.max(Math.ceil(Math.log10(most)), Math.floor(Math.log10(least)) + 1),
  ]
  return {
    place: value => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    steps: Array.from({ length: high - low + 1 }, (_none, step) => 10 ** (low + step)),
  }
}
