import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder'
import { barcodePicture, isBarcodeWithin, qrModuleDots, qrPicture } from './codePictures'
import { inWindows1252 } from '@/core/printing/codePage'
import { isBlackAt, type DotPicture } from '@/core/printing/dotPicture'
import { typeset } from '@/core/printing/layOut'
import {
  basicLines,
  withTexts,
  type Barcode,
  type DrawnLine,
  type PaperLine,
  type Weight,
} from '@/core/printing/paperLine'
import { kindOf } from '@/core/scanning/checkDigit'
import { dotsOf, type CodePrinting, type PrinterProfile } from '@/core/printing/printerProfile'

/** International letters of the USA, the same in both languages: else `#` is `£` on some printers. */
const PLAIN_ASCII = [0x1b, 0x52, 0x00]
const BARCODE_DOTS = 60
const IS_ASCII = /^[ -~]+$/
/** Code 128 of ESC/POS reads what follows a brace as an order, not as a letter. */
const IS_NATIVE_BARCODE = /^[ -z|}~]+$/

/**
 * A paper as the bytes of one print job: the printer is set up anew, printed on, fed and cut. Texts
 * are set in so many columns by `typeset`, in letters that the printer has; nothing in them reaches
 * it as a command. The library is large: this module is loaded once there is something to print.
 */
export function encodePaper(lines: readonly PaperLine[], profile: PrinterProfile): Uint8Array {
  const encoder = new ReceiptPrinterEncoder({
    language: profile.language,
    columns: profile.columns,
    codepageMapping: profile.language === 'esc-pos' ? 'epson' : 'star',
    // Its own is line feed and carriage return, which feed two lines on some printers.
    newline: '\n',
    // Codes and pictures move the paper by themselves.
    feedAfterBlock: false,
    imageMode: 'raster',
    errors: 'strict',
  })
  encoder.initialize().codepage(profile.codePage).raw(PLAIN_ASCII)
  const printed = withTexts(basicLines(lines), inWindows1252)
  for (const line of typeset(printed, profile.columns)) {
    if (line.kind === 'text') writeText(encoder, line.text, line.weight)
    else draw(encoder, line, profile)
  }
  if (profile.feedLines > 0) encoder.newline(profile.feedLines)
  if (!profile.cuts) return encoder.encode()
  encoder.cut('partial')
  const bytes = encoder.encode()
  // The library ends on a line feed after the cut: the next paper would begin with an empty line.
  return bytes.at(-1) === LINE_FEED ? bytes.slice(0, -1) : bytes
}

const LINE_FEED = 0x0a

/** Letters are never widened: columns would no longer hold. A large line is of double height. */
function writeText(encoder: ReceiptPrinterEncoder, text: string, weight: Weight): void {
  const isStrong = weight === 'strong' || weight === 'large'
  const height = weight === 'large' ? 2 : 1
  encoder.bold(isStrong).height(height).line(text).bold(false).height(1)
}

function draw(encoder: ReceiptPrinterEncoder, line: DrawnLine, profile: PrinterProfile): void {
  const dots = dotsOf(profile)
  if (line.kind === 'logo') {
    if (profile.logo && line.picture.width <= dots) drawPicture(encoder, line.picture)
  } else if (line.symbology === 'qr') {
    drawQr(encoder, line.text, dots, profile.qr)
  } else {
    drawBarcode(encoder, { symbology: line.symbology, text: line.text }, dots, profile.barcode)
  }
}

function drawQr(
  encoder: ReceiptPrinterEncoder,
  text: string,
  dots: number,
  how: CodePrinting,
): void {
  const moduleDots = how === 'none' ? 0 : qrModuleDots(text, dots)
  if (moduleDots === 0) return
  if (how === 'picture' || !IS_ASCII.test(text)) {
    drawPicture(encoder, qrPicture(text, moduleDots))
  } else {
    encoder.align('center').qrcode(text, { size: moduleDots, errorlevel: 'm' }).align('left')
  }
}

function drawBarcode(
  encoder: ReceiptPrinterEncoder,
  code: Barcode,
  dots: number,
  how: CodePrinting,
): void {
  const { symbology, text } = code
  const isSound = symbology === 'ean13' ? kindOf(text) === 'ean-13' : IS_ASCII.test(text)
  if (how === 'none' || !isSound || !isBarcodeWithin(code, dots)) return
  if (how === 'picture' || !IS_NATIVE_BARCODE.test(text)) {
    drawPicture(encoder, barcodePicture(code, BARCODE_DOTS))
  } else {
    encoder
      .align('center')
      .barcode(text, symbology, { width: 1, height: BARCODE_DOTS, text: 'none' })
      .align('left')
  }
}

function drawPicture(encoder: ReceiptPrinterEncoder, picture: DotPicture): void {
  const { width, height } = picture
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (isBlackAt(picture, x, y)) pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  }
  // The library takes any plain object of this form; its types name browsers' own class only.
  encoder.align('center').image({ data: pixels, width, height }, { width, height }).align('left')
}
