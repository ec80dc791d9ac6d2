// Others beside one: a row a measure, a mark where each of the others stands.
import { legend, mark, picture, powersOfTen, rule, text } from './svg.mjs'

const WIDTH = 760
const LABELS = 268
const RIGHT = 24
const ROW = 30

/**
 * `rows`: a label, and a ratio to ours for each of `others`, null where there is none. Above 1 ours is ahead, and on
 * this side, the right one, stands `ahead`.
 */
export function ratioChart({ title, ours, others, rows, ahead, behind, format }) {
  const ratios = rows.flatMap(row => row.ratios.filter(one => one !== null))
  const scale = powersOfTen(
    Math.min(...ratios, 0.9),
    Math.max(...ratios, 1.1),
    LABELS,
    WIDTH - RIGHT,
  )
  const names = legend(others, { x: 24, y: 62, columns: 3, columnWidth: 240, from: 1 })
  const top = 62 + names.height + 34
  const bottom = top + rows.length * ROW
  const one = scale.place(1)
  const middleOf = place => top + (place + 0.5) * ROW
  return picture({
    width: WIDTH,
    height: bottom + 20,
    title,
    parts: [
      text(24, 32, title, { size: 16, bold: true }),
      ...names.parts,
      text(one + 10, top - 26, `${ahead} →`, { colour: 'c0', size: 12, bold: true }),
      text(one - 10, top - 26, `← ${behind}`, { anchor: 'end', colour: 'muted', size: 12 }),
      ...scale.steps.flatMap(step => [
        rule(scale.place(step), top, scale.place(step), bottom),
        text(scale.place(step), top - 6, format(step), {
          anchor: 'middle',
          colour: 'muted',
          size: 11,
        }),
      ]),
      text(one, bottom + 14, ours, { anchor: 'middle', colour: 'c0', size: 12, bold: true }),
      ...rows.flatMap(({ label }, place) => [
        text(24, middleOf(place) + 4, label),
        rule(LABELS, middleOf(place), WIDTH - RIGHT, middleOf(place)),
      ]),
      rule(one, top, one, bottom, { colour: 'c0', width: 2.5 }),
      ...rows.flatMap(({ ratios: some }, place) =>
        some.flatMap((ratio, other) =>
          ratio === null ? [] : mark(other + 1, scale.place(ratio), middleOf(place)),
        ),
      ),
    ],
  })
}
