import { encode } from 'uqr'
import { CODE_128_QUIET } from '@/core/documents/code128'
import { drawDots, type DotPicture } from '@/core/printing/dotPicture'
import { codeModules } from '@/core/printing/labels/labelCode'
import type { Barcode } from '@/core/printing/paperLine'

/** Light modules around a QR code, which readers need. */
const QR_QUIET = 4
/** Dots a module of a QR code at most: 0.75 mm. */
const LARGEST_MODULE = 6
/** Fewer dots a module blur on paper that moves. */
const SMALLEST_MODULE = 2
const BAR_MODULE = 2
const KINDS = { code128: 'code-128', ean13: 'ean-13' } as const

const qrOf = (text: string) => encode(text, { ecc: 'M', border: QR_QUIET })

/** Dots a module of a QR code that fits so many dots; 0 where none is large enough to be read. */
export function qrModuleDots(text: string, dots: number): number {
  const fitting = Math.min(LARGEST_MODULE, Math.floor(dots / qrOf(text).size))
  return fitting < SMALLEST_MODULE ? 0 : fitting
}

/** A text as a QR code of so many dots a module, with the light border that readers need. */
export function qrPicture(text: string, moduleDots: number): DotPicture {
  const { data: modules, size } = qrOf(text)
  const isDark = (x: number, y: number) =>
    modules[Math.floor(y / moduleDots)]?.[Math.floor(x / moduleDots)] ?? false
  return drawDots(size * moduleDots, size * moduleDots, isDark)
}

/** Whether a barcode of the text fits so many dots as a printer draws it, a character a symbol. */
export function isBarcodeWithin({ symbology, text }: Barcode, dots: number): boolean {
  if (symbology === 'ean13') return codeModules({ kind: 'ean-13', text }).total * BAR_MODULE <= dots
  // Start, check and stop beside the text: 35 modules, and 11 for each character.
  return (text.length * 11 + 35 + 2 * CODE_128_QUIET) * BAR_MODULE <= dots
}

/** A barcode, so many dots high. */
export function barcodePicture({ symbology, text }: Barcode, height: number): DotPicture {
  const { widths: bars, quiet } = codeModules({ kind: KINDS[symbology], text })
  const widths = [quiet.before, ...bars, quiet.after]
  const modules = widths.flatMap((width, at) => Array<boolean>(width).fill(at % 2 === 1))
  const isDark = (x: number) => modules[Math.floor(x / BAR_MODULE)] ?? false
  return drawDots(modules.length * BAR_MODULE, height, isDark)
}
