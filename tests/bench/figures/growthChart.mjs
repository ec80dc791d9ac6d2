// How costs grow: panels beside each other, a line a series, both scales by powers of ten.
import { at, legend, mark, picture, powersOfTen, rule, text } from './svg.mjs'

const WIDTH = 760
const HEIGHT = 190
const GAP = 70

/**
 * `panels`: a title, and for each of `names` its values at `sizes`, those of all or its own, null where it has none.
 * `formatSize` and the panel's `format` write the values beside the axes.
 */
export function growthChart({ title, names, sizes, panels, formatSize }) {
  const columns = Math.min(panels.length, 2)
  const width = (WIDTH - 24 - GAP * columns) / columns
  const shown = legend(names, { x: 24, y: 62, columns: 3, columnWidth: 240 })
  const head = 62 + shown.height + 26
  const rows = Math.ceil(panels.length / columns)
  return picture({
    width: WIDTH,
    height: head + rows * (HEIGHT + 62) - 10,
    title,
    parts: [
      text(24, 32, title, { size: 16, bold: true }),
      ...shown.parts,
      ...panels.flatMap((panel, place) =>
        draw(panel, {
          left: GAP + (place % columns) * (width + GAP),
          top: head + Math.floor(place / columns) * (HEIGHT + 62),
          width,
          sizes: panel.sizes ?? sizes,
          formatSize,
        }),
      ),
    ],
  })
}

function draw({ title, series, format }, { left, top, width, sizes, formatSize }) {
  const values = series.flat().filter(value => value !== null)
  const y = powersOfTen(Math.min(...values), Math.max(...values), top + HEIGHT, top)
  const [least, most] = [Math.log10(sizes[0]), Math.log10(sizes.at(-1))]
  const x = size => left + 12 + ((Math.log10(size) - least) / (most - least)) * (width - 32)
  const points = some =>
    some.flatMap((value, place) => (value === null ? [] : [[x(sizes[place]), y.place(value)]]))
  return [
    text(left, top - 10, title, { bold: true }),
    ...y.steps.flatMap(step => [
      rule(left, y.place(step), left + width, y.place(step)),
      text(left - 6, y.place(step) + 4, format(step), { anchor: 'end', colour: 'muted', size: 11 }),
    ]),
    ...sizes.map(size =>
      text(x(size), top + HEIGHT + 18, formatSize(size), {
        anchor: 'middle',
        colour: 'muted',
        size: 11,
      }),
    ),
    ...series.map(
      (some, place) =>
        `<polyline points="${points(some)
          .map(point => point.map(at).join(','))
          .join(' ')}" fill="none" class="c${place}s" stroke-width="${place === 0 ? 3 : 1.5}"/>`,
    ),
    ...series.flatMap((some, place) => points(some).map(([px, py]) => mark(place, px, py, 4))),
  ]
}
