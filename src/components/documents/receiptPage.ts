import { renderSVG } from 'uqr'

/** A receipt as one self-contained, printable HTML page: its text and its codes. */
export function receiptPage(title: string, text: string, codes: readonly string[]): string {
  const pictures = codes.map(code => renderSVG(code, { ecc: 'M', border: 4 }))
  return [
    '<!doctype html><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${escaped(title)}</title>`,
    '<style>pre{font:15px/1.4 ui-monospace,monospace;white-space:pre-wrap}svg{width:70mm}</style>',
    `<pre>${escaped(text)}</pre>`,
    ...pictures,
  ].join('\n')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
