import {
  openWebPrinter,
  PLAIN_TEXT,
  readXml,
  textAt,
  type WebAnswer,
  type WebPage,
} from './webPrinter'
import type { OpenPrinter } from './printerLink'
import { base64FromBytes } from '@/core/base64'
import type { WebAddress } from '@/core/printing/printer'
import { NOTHING_SENT, type PrintOutcome } from '@/core/printing/printOutcome'
import { faultOf, type PrinterState } from '@/core/printing/printerState'

/** Printers by Star that pages ask (WebPRNT): its element `rawdata` carries the bytes as they are. */
const PORT = 443
/** Star's own pages say XML, which browsers ask the printer's leave for: a printer may insist on it. */
const TYPES = [PLAIN_TEXT, 'text/xml; charset=UTF-8'] as const

export const openWebPrnt = (address: WebAddress, page?: WebPage): OpenPrinter =>
  openWebPrinter(
    { securePort: PORT, path: '/StarWebPRNT/SendMessage', types: TYPES, requestOf, readAnswer },
    address,
    page,
  )

/** The request itself is a text within the XML: its signs are written as entities. */
function requestOf(bytes: Uint8Array): string {
  const raw = bytes.length > 0 ? `<rawdata>${base64FromBytes(bytes)}</rawdata>` : ''
  const request = `<root>${raw}</root>`.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<StarWebPrint xmlns="http://www.star-m.jp" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Request>${request}</Request></StarWebPrint>`
}

/** Reads an answer of a printer; undefined for what is none. */
export function readAnswer(text: string): WebAnswer | undefined {
  const response = readXml(text, ['StarWebPrint', 'Response'])
  if (typeof response !== 'string') return undefined
  const inner = response.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
  const root = readXml(inner, ['root'])
  const [success, code, status] = ['success', 'code', 'status'].map(name => textAt(root, name))
  if (success !== 'true' && success !== 'false') return undefined
  if (typeof code !== 'string' || !/^\d{1,6}$/.test(code)) return undefined
  const state = typeof status === 'string' ? stateOf(status) : undefined
  return state && { state, outcome: outcomeOf(success === 'true', code, state) }
}

/** Bytes of Star's automatic status, two of a header before them (its "ASB" manual). */
const HOW_IT_IS = 2
const WHAT_IS_WRONG = 3
const PAPER = 5
const AUTOMATIC_STATUS = /^(?:[0-9a-f]{2}){6,64}$/i

const DRAWER_WIRE = 0x04
const OFFLINE = 0x08
const COVER_OPEN = 0x20
/** Hot, broken, or its blade or mechanics are stuck. */
const STOPPED = 0x6c
const PAPER_LOW = 0x04
const PAPER_OUT = 0x08

function stateOf(status: string): PrinterState | undefined {
  if (!AUTOMATIC_STATUS.test(status)) return undefined
  const byteAt = (at: number) => Number.parseInt(status.slice(at * 2, at * 2 + 2), 16)
  const [how, wrong, paper] = [byteAt(HOW_IT_IS), byteAt(WHAT_IS_WRONG), byteAt(PAPER)]
  return {
    isReady: (how & OFFLINE) === 0 && (wrong & STOPPED) === 0,
    isCoverOpen: (how & COVER_OPEN) !== 0,
    paper: (paper & PAPER_OUT) !== 0 ? 'out' : (paper & PAPER_LOW) !== 0 ? 'low' : 'there',
    isDrawerWireHigh: (how & DRAWER_WIRE) !== 0,
  }
}

const BUSY = '2001'

/** A busy printer takes nothing of a job; one that stopped may have printed a part of it. */
function outcomeOf(isPrinted: boolean, code: string, state: PrinterState): PrintOutcome {
  const fault = faultOf(state)
  if (isPrinted) return { state: 'sent', isConfirmed: fault === undefined }
  if (code === BUSY) return NOTHING_SENT('busy')
  return { state: 'unknown', why: fault ?? 'not-ready' }
}
