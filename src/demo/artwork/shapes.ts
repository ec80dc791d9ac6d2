/** Kinds of drawings; each takes a main colour and an accent. */
export type Shape = keyof typeof SHAPES

type Draw = (main: string, accent: string) => string

const SHADE = '#2a2118'
const shadow = (cx: number, rx: number) =>
  `<ellipse cx="${cx}" cy="336" rx="${rx}" ry="13" fill="${SHADE}" opacity=".13"/>`
const label = (x: number, y: number, w: number, h: number, fill: string) =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="7" fill="${fill}"/>` +
  `<g fill="${SHADE}" opacity=".55"><rect x="${x + w * 0.18}" y="${y + h * 0.28}" width="${w * 0.64}" height="7" rx="3.5"/>` +
  `<rect x="${x + w * 0.3}" y="${y + h * 0.56}" width="${w * 0.4}" height="5" rx="2.5"/></g>`
const shine = (d: string) => `<path d="${d}" fill="#fff" opacity=".28"/>`
const bird = (x: number, y: number, scale: number, fill: string) =>
  `<g transform="translate(${x} ${y}) scale(${scale})" fill="${fill}"><path d="M0 20c16-4 22-18 40-18 12 0 18 7 18 7l22-5-19 12c-3 15-17 25-33 25L10 58l6-22C6 34 0 28 0 20Z"/><path d="M26 14C20-4 4-12-8-12c4 14 14 28 30 32Z" opacity=".75"/></g>`

/** Drawings of the demo shop's articles, on a square of 400. */
export const SHAPES = {
  jar: (main, accent) =>
    `${shadow(200, 92)}<rect x="118" y="122" width="164" height="214" rx="30" fill="${main}"/>` +
    `<rect x="126" y="82" width="148" height="46" rx="12" fill="${accent}"/><rect x="126" y="112" width="148" height="12" fill="${SHADE}" opacity=".14"/>` +
    label(134, 186, 132, 92, '#fffaf0') +
    shine('M134 148q0-14 14-14h8v150h-8q-14 0-14-14Z'),
  bottle: (main, accent) =>
    `${shadow(200, 70)}<path d="M172 70h56v62q0 18 20 36 16 16 16 42v104q0 22-22 22h-84q-22 0-22-22V210q0-26 16-42 20-18 20-36Z" fill="${main}"/>` +
    `<rect x="168" y="54" width="64" height="30" rx="8" fill="${SHADE}" opacity=".8"/>` +
    label(142, 214, 116, 90, accent) +
    shine('M152 214q0-20 14-34v146q-14 0-14-14Z'),
  wine: (main, accent) =>
    `${shadow(200, 58)}<path d="M178 44h44v90q0 16 18 34 14 16 14 42v104q0 22-20 22h-68q-20 0-20-22V210q0-26 14-42 18-18 18-34Z" fill="${main}"/>` +
    `<rect x="174" y="40" width="52" height="52" rx="6" fill="${accent}"/>` +
    label(150, 212, 100, 96, '#fdf8ec') +
    shine('M160 210q2-18 12-28v148q-12 0-12-16Z'),
  tin: (main, accent) =>
    `${shadow(200, 88)}<rect x="122" y="112" width="156" height="224" rx="16" fill="${main}"/><rect x="116" y="84" width="168" height="44" rx="12" fill="${main}"/>` +
    `<rect x="116" y="118" width="168" height="10" fill="${SHADE}" opacity=".2"/>` +
    label(138, 168, 124, 116, accent) +
    `<path d="M200 262c-20-6-24-26-8-38 4 14 22 14 20 32 6-4 10-14 8-22 12 12 2 30-20 28Z" fill="${main}"/>` +
    shine('M132 136h14v192h-4q-10 0-10-12Z'),
  bag: (main, accent) =>
    `${shadow(200, 92)}<path d="M126 96h148l14 40v182q0 18-18 18H130q-18 0-18-18V136Z" fill="${main}"/><path d="M126 96h148l-10-26H136Z" fill="${main}"/><path d="M126 96h148l14 40H112Z" fill="${SHADE}" opacity=".18"/>` +
    label(138, 168, 124, 100, accent) +
    `<circle cx="200" cy="302" r="13" fill="${accent}" opacity=".85"/>` +
    shine('M120 146h16v180h-4q-12 0-12-12Z'),
  chocolate: (main, accent) =>
    `${shadow(200, 104)}<g transform="rotate(-9 200 200)"><rect x="104" y="72" width="192" height="262" rx="12" fill="${accent}"/><rect x="104" y="72" width="192" height="96" rx="12" fill="${main}"/>` +
    [0, 1, 2]
      .map(
        i =>
          `<rect x="${114 + i * 60}" y="84" width="52" height="66" rx="6" fill="#fff" opacity=".1"/>`,
      )
      .join('') +
    `<rect x="104" y="160" width="192" height="14" fill="#f7f2e7"/>` +
    label(132, 204, 136, 88, '#fffaf0') +
    '</g>',
  box: (main, accent) =>
    `${shadow(200, 112)}<rect x="92" y="158" width="216" height="178" rx="12" fill="${main}"/><rect x="82" y="122" width="236" height="56" rx="12" fill="${main}"/><rect x="82" y="166" width="236" height="12" fill="${SHADE}" opacity=".16"/>` +
    `<rect x="182" y="122" width="36" height="214" fill="${accent}"/><path d="M200 124c-40-58-92-30-60-4 14 10 40 8 60 4 40-58 92-30 60-4-14 10-40 8-60 4Z" fill="${accent}"/><circle cx="200" cy="122" r="14" fill="${accent}"/>`,
  soap: (main, accent) =>
    `${shadow(200, 116)}<rect x="84" y="178" width="232" height="148" rx="44" fill="${accent}"/><rect x="84" y="160" width="232" height="148" rx="48" fill="${main}"/><rect x="112" y="186" width="176" height="96" rx="34" fill="none" stroke="#fff" stroke-width="6" opacity=".55"/>` +
    bird(164, 212, 0.9, '#ffffff') +
    `<g fill="#fff" opacity=".8"><circle cx="120" cy="122" r="20"/><circle cx="162" cy="98" r="13"/><circle cx="278" cy="116" r="17"/><circle cx="244" cy="86" r="9"/></g>`,
  tube: (main, accent) =>
    `${shadow(200, 64)}<path d="M140 74h120l-16 206h-88Z" fill="${main}"/><rect x="136" y="62" width="128" height="20" rx="6" fill="${accent}"/><rect x="150" y="276" width="100" height="60" rx="12" fill="${accent}"/>` +
    label(158, 128, 84, 88, '#fffdf6'),
  notebook: (main, accent) =>
    `${shadow(204, 108)}<g transform="rotate(5 200 200)"><rect x="108" y="66" width="196" height="270" rx="14" fill="#fff"/><rect x="98" y="66" width="196" height="270" rx="14" fill="${main}"/><rect x="98" y="66" width="30" height="270" rx="12" fill="${SHADE}" opacity=".22"/>` +
    `<rect x="262" y="66" width="12" height="270" fill="${accent}" opacity=".9"/>` +
    bird(150, 160, 1.25, accent) +
    '</g>',
  pencils: (main, accent) =>
    `${shadow(200, 92)}` +
    [main, accent, '#e9b93f', '#4f8f5b', '#8a62a8']
      .map(
        (fill, i) =>
          `<g transform="rotate(${(i - 2) * 9} 200 380)"><rect x="184" y="110" width="32" height="190" fill="${fill}"/><path d="M184 110l16-46 16 46Z" fill="#f0d2a6"/><path d="M194 82l6-18 6 18Z" fill="${fill}"/><rect x="194" y="110" width="10" height="190" fill="#fff" opacity=".18"/></g>`,
      )
      .join('') +
    `<path d="M116 222h168l-14 114H130Z" fill="#f7f1e6"/><path d="M116 222h168l-2 18H118Z" fill="${SHADE}" opacity=".12"/>` +
    bird(162, 266, 0.9, main),
  card: (main, accent) =>
    `${shadow(200, 116)}<g transform="rotate(-6 200 200)"><rect x="84" y="112" width="232" height="176" rx="10" fill="#fff"/><rect x="94" y="122" width="212" height="156" rx="6" fill="${main}"/><circle cx="200" cy="196" r="50" fill="${accent}" opacity=".3"/><circle cx="236" cy="222" r="34" fill="${accent}" opacity=".35"/>` +
    bird(162, 172, 1.1, accent) +
    '</g>',
  poster: (main, accent) =>
    `${shadow(200, 100)}<rect x="98" y="54" width="204" height="282" rx="5" fill="#3b332a"/><rect x="110" y="66" width="180" height="258" fill="#fff"/><rect x="126" y="84" width="148" height="222" fill="${main}"/><circle cx="228" cy="138" r="24" fill="#f2b84b"/>` +
    `<path d="M126 230q40-44 78-14t70-22v112H126Z" fill="${accent}"/><path d="M126 262q50-30 84-8t64-10v62H126Z" fill="${SHADE}" opacity=".25"/>`,
  book: (main, accent) =>
    `${shadow(206, 104)}<rect x="112" y="70" width="192" height="262" rx="8" fill="#f6efe0"/><rect x="100" y="62" width="192" height="266" rx="8" fill="${main}"/><rect x="100" y="62" width="22" height="266" rx="8" fill="${SHADE}" opacity=".25"/>` +
    `<rect x="142" y="100" width="130" height="66" rx="5" fill="${accent}"/><g fill="${SHADE}" opacity=".6"><rect x="160" y="118" width="94" height="10" rx="5"/><rect x="176" y="140" width="62" height="8" rx="4"/></g>` +
    bird(172, 218, 1.15, accent),
  newspaper: (main, accent) =>
    `${shadow(200, 116)}<g transform="rotate(-4 200 200)"><rect x="92" y="76" width="216" height="256" rx="5" fill="${main}"/><rect x="110" y="96" width="180" height="32" fill="${accent}"/><rect x="110" y="144" width="86" height="78" fill="${accent}" opacity=".35"/>` +
    [0, 1, 2, 3, 4]
      .map(
        i =>
          `<rect x="208" y="${146 + i * 16}" width="82" height="7" rx="3" fill="${accent}" opacity=".5"/>`,
      )
      .join('') +
    [0, 1, 2, 3, 4]
      .map(
        i =>
          `<rect x="110" y="${238 + i * 17}" width="${i === 4 ? 120 : 180}" height="7" rx="3" fill="${accent}" opacity=".5"/>`,
      )
      .join('') +
    '</g>',
  mug: (main, accent) =>
    `${shadow(186, 98)}<path d="M272 168h26q40 0 40 44t-40 44h-34" fill="none" stroke="${main}" stroke-width="22"/><path d="M92 132h190v160q0 44-44 44H136q-44 0-44-44Z" fill="${main}"/><ellipse cx="187" cy="134" rx="95" ry="18" fill="#fff" opacity=".35"/><ellipse cx="187" cy="136" rx="82" ry="12" fill="#5a3a26"/>` +
    bird(146, 206, 1.15, accent) +
    `<g fill="none" stroke="${SHADE}" stroke-width="7" stroke-linecap="round" opacity=".16"><path d="M152 100q-12-16 0-32t0-32"/><path d="M196 100q-12-16 0-32t0-32"/></g>`,
  candle: (main, accent) =>
    `${shadow(200, 92)}<path d="M118 164h164v142q0 30-30 30H148q-30 0-30-30Z" fill="${main}"/><ellipse cx="200" cy="166" rx="82" ry="16" fill="${accent}"/><path d="M200 164v-34" stroke="${SHADE}" stroke-width="5"/><path d="M200 62c30 34 24 66 0 70-24-4-30-36 0-70Z" fill="#f5a623"/><path d="M200 92c14 18 12 34 0 38-12-4-14-20 0-38Z" fill="#fff1b8"/>` +
    label(146, 216, 108, 74, accent),
  lamp: (main, accent) =>
    `${shadow(200, 74)}<path d="M148 72h104l40 128H108Z" fill="${accent}"/><path d="M148 72h104l40 128H108Z" fill="#f2b84b" opacity=".22"/><rect x="190" y="200" width="20" height="108" fill="${main}"/><path d="M140 336q0-32 60-32t60 32Z" fill="${main}"/>`,
  kettle: (main, accent) =>
    `${shadow(196, 100)}<path d="M128 176q72-150 144 0" fill="none" stroke="${accent}" stroke-width="18" stroke-linecap="round"/><path d="M112 182q88-60 176 0l20 124q2 30-28 30H120q-30 0-28-30Z" fill="${main}"/><path d="M110 218 60 184q-12-10-2-22l52 18Z" fill="${main}"/><rect x="176" y="134" width="48" height="20" rx="10" fill="${accent}"/>` +
    shine('M128 204q10-10 22-14l-16 130q-14-2-14-16Z'),
  tshirt: (main, accent) =>
    `${shadow(200, 100)}<path d="M150 76q50 44 100 0l72 44-34 66-28-14v164H140V172l-28 14-34-66Z" fill="${main}"/><path d="M150 76q50 44 100 0" fill="none" stroke="${accent}" stroke-width="9"/>` +
    bird(160, 180, 1.2, accent),
  apron: (main, accent) =>
    `${shadow(200, 96)}<path d="M166 112q0-62 34-62t34 62" fill="none" stroke="${accent}" stroke-width="9"/><path d="M152 108h96l8 76q46 22 46 60v80q0 12-12 12H110q-12 0-12-12v-80q0-38 46-60Z" fill="${main}"/><rect x="146" y="226" width="108" height="62" rx="8" fill="none" stroke="${accent}" stroke-width="6"/>` +
    bird(172, 134, 0.7, accent),
  tote: (main, accent) =>
    `${shadow(200, 104)}<path d="M152 156q0-104 48-104t48 104" fill="none" stroke="${main}" stroke-width="15"/><path d="M102 142h196l14 182q0 12-12 12H100q-12 0-12-12Z" fill="${main}"/><path d="M102 142h196l1 14H101Z" fill="${SHADE}" opacity=".12"/>` +
    bird(146, 214, 1.5, accent),
  scarf: (main, accent) =>
    `${shadow(200, 96)}<path d="M92 132q108-74 216 0 14 40-30 58-78 32-156 0-44-18-30-58Z" fill="${main}"/><path d="M222 178h66l16 138h-72Z" fill="${main}"/><path d="M128 148q72 40 144 0" fill="none" stroke="${accent}" stroke-width="12"/><g stroke="${accent}" stroke-width="10"><path d="M228 236h68"/><path d="M232 264h68"/></g><g stroke="${main}" stroke-width="8" stroke-linecap="round"><path d="M238 316v22M256 316v22M274 316v22M292 316v22"/></g>`,
  basket: (main, accent) =>
    `${shadow(200, 116)}<path d="M112 204q0-132 88-132t88 132" fill="none" stroke="${main}" stroke-width="16"/><circle cx="152" cy="186" r="40" fill="${accent}"/><circle cx="238" cy="192" r="36" fill="#7a9a4b"/><rect x="182" y="106" width="34" height="98" rx="12" fill="#5b1f2e"/><path d="M78 204h244l-26 118q-4 14-18 14H122q-14 0-18-14Z" fill="${main}"/><g stroke="${SHADE}" stroke-width="6" opacity=".18"><path d="M84 236h232M92 268h216M100 300h200"/><path d="M140 204l10 132M200 204v132M260 204l-10 132"/></g>`,
  van: (main, accent) =>
    `${shadow(200, 138)}<path d="M58 128h178q14 0 14 14v148H58q-14 0-14-14V142q0-14 14-14Z" fill="${main}"/><path d="M250 172h60q12 0 18 10l28 48v48q0 12-12 12h-94Z" fill="${main}"/><path d="M268 190h38l24 42h-62Z" fill="${accent}"/>` +
    bird(104, 184, 1.35, accent) +
    `<g><circle cx="116" cy="296" r="36" fill="#2a2118"/><circle cx="116" cy="296" r="15" fill="${accent}"/><circle cx="292" cy="296" r="36" fill="#2a2118"/><circle cx="292" cy="296" r="15" fill="${accent}"/></g>`,
} satisfies Record<string, Draw>

/** A whole picture: the drawing on a pale background of its own colours. */
export function drawPicture(shape: Shape, main: string, accent: string): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">' +
    '<rect width="400" height="400" fill="#f8f4ec"/>' +
    `<rect width="400" height="400" fill="${main}" opacity=".16"/>` +
    `<circle cx="200" cy="204" r="172" fill="#fff" opacity=".35"/>${SHAPES[shape](main, accent)}</svg>`
  )
}
