import {
  openWebPrinter,
  PLAIN_TEXT,
  readXml,
  textAt,
  type WebAnswer,
  type WebPage,
} from './webPrinter'
import type { OpenPrinter } from './printerLink'
import type { WebAddress } from '@/core/printing/printer'
import { NOTHING_SENT, type PrintFault, type PrintOutcome } from '@/core/printing/printOutcome'
import type { PrinterState } from '@/core/printing/printerState'

/** Printers by Epson that pages ask (ePOS-Print): its command element carries the bytes as they are. */
const PORT = 8043
const PRINTS_WITHIN_MS = 60_000

/** Bits of the status that an answer carries (Epson's ePOS-Print XML manual). */
const PRINTED = 0x2
const DRAWER_WIRE = 0x4
const NOT_READY = 0x8
const COVER_OPEN = 0x20
const PAPER_LOW = 0x2_0000
const PAPER_OUT = 0x8_0000

export const openEpos = (address: WebAddress, page?: WebPage): OpenPrinter =>
  openWebPrinter(
    {
      securePort: PORT,
      path: `/cgi-bin/epos/service.cgi?devid=local_printer&timeout=${PRINTS_WITHIN_MS}`,
      types: [PLAIN_TEXT],
      requestOf,
      readAnswer,
    },
    address,
    page,
  )

function requestOf(bytes: Uint8Array): string {
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  const command = hex === '' ? '' : `<command>${hex}</command>`
  return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><epos-print xmlns="http://www.epson-pos.com/schemas/2011/03/epos-print">${command}</epos-print></s:Body></s:Envelope>`
}

/** Reads an answer of a printer; undefined for what is none. */
export function readAnswer(text: string): WebAnswer | undefined {
  const response = readXml(text, ['Envelope', 'Body', 'response'])
  const [success, code, status] = ['success', 'code', 'status'].map(name => textAt(response, name))
  if (typeof success !== 'string' || !/^(?:true|false|1|0)$/.test(success)) return undefined
  if (typeof status !== 'string' || !/^\d{1,10}$/.test(status)) return undefined
  const bits = Number(status)
  const isPrinted = success === 'true' || success === '1'
  return {
    state: stateOf(bits),
    outcome: isPrinted
      ? { state: 'sent', isConfirmed: (bits & PRINTED) !== 0 }
      : refusal(typeof code === 'string' ? code : ''),
  }
}

const stateOf = (status: number): PrinterState => ({
  isReady: (status & NOT_READY) === 0,
  isCoverOpen: (status & COVER_OPEN) !== 0,
  paper: (status & PAPER_OUT) !== 0 ? 'out' : (status & PAPER_LOW) !== 0 ? 'low' : 'there',
  isDrawerWireHigh: (status & DRAWER_WIRE) !== 0,
})

const FAULTS = new Map<string, PrintFault>([
  ['EPTR_COVER_OPEN', 'cover-open'],
  ['EPTR_REC_EMPTY', 'paper-out'],
  ['EX_TIMEOUT', 'silent'],
  ['DeviceNotFound', 'unreachable'],
  ['EPTR_PORT', 'unreachable'],
  ['EX_SPOOLER', 'busy'],
])

/** The printer refuses a job as a whole, but one that it may have begun: paper that runs out leaves a part. */
function refusal(code: string): PrintOutcome {
  const why = FAULTS.get(code) ?? 'not-ready'
  return ['EX_TIMEOUT', 'EPTR_REC_EMPTY', 'EPTR_COVER_OPEN'].includes(code)
    ? { state: 'unknown', why }
    : NOTHING_SENT(why)
}
