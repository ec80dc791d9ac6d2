import { XMLParser } from 'fast-xml-parser'
import ky from 'ky'
import type { OpenPrinter, PrinterLink } from './printerLink'
import { isPrinterHost } from '@/core/printing/printer'
import { NOTHING_SENT, type PrintFault, type PrintOutcome } from '@/core/printing/printOutcome'
import { faultOf, type PrinterState } from '@/core/printing/printerState'
import { isNoAnswer } from '@/printing/browserFault'
import { readBounded } from '@/sharing/readBounded'

/**
 * Printers by Epson that answer over https under a certified name (ePOS-Print, its command element
 * carries the bytes as they are).
 */
const PORT = 8043
const PRINTS_WITHIN_MS = 60_000
const ANSWERS_WITHIN_MS = 70_000
const LONGEST_ANSWER_BYTES = 16 * 1024

/** Bits of the status that an answer carries (Epson's ePOS-Print XML manual). */
const PRINTED = 0x2
const DRAWER_WIRE = 0x4
const NOT_READY = 0x8
const COVER_OPEN = 0x20
const PAPER_LOW = 0x2_0000
const PAPER_OUT = 0x8_0000

export const openEpos =
  (host: string, fetch?: typeof globalThis.fetch): OpenPrinter =>
  async () => {
    if (!isPrinterHost(host)) return 'not-allowed'
    const before = await send(host, new Uint8Array(), fetch)
    if (before.kind === 'no-answer') return 'unreachable'
    const fault = faultOf(stateOf(before.status))
    const link: PrinterLink = {
      print: async bytes =>
        fault ? NOTHING_SENT(fault) : outcomeOf(await send(host, bytes, fetch)),
      pulse: async bytes => outcomeOf(await send(host, bytes, fetch)),
      readState: async () => {
        const answer = await send(host, new Uint8Array(), fetch)
        return answer.kind === 'answer' ? stateOf(answer.status) : undefined
      },
      close: () => Promise.resolve(),
    }
    return link
  }

type Answer =
  | { kind: 'answer'; isPrinted: boolean; code: string; status: number }
  /** The request may have arrived. */
  | { kind: 'no-answer' }

async function send(
  host: string,
  bytes: Uint8Array,
  fetch?: typeof globalThis.fetch,
): Promise<Answer> {
  const address = `https://${host}:${PORT}/cgi-bin/epos/service.cgi?devid=local_printer&timeout=${PRINTS_WITHIN_MS}`
  try {
    const answer = await ky.post(address, {
      // A text that needs no question to the printer before it.
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: envelopeOf(bytes),
      retry: 0,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      timeout: ANSWERS_WITHIN_MS,
      ...(fetch ? { fetch } : {}),
    })
    return readAnswer((await readBounded(answer, LONGEST_ANSWER_BYTES)) ?? '')
  } catch (error) {
    if (isNoAnswer(error)) return { kind: 'no-answer' }
    throw error
  }
}

function envelopeOf(bytes: Uint8Array): string {
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  const command = hex === '' ? '' : `<command>${hex}</command>`
  return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><epos-print xmlns="http://www.epson-pos.com/schemas/2011/03/epos-print">${command}</epos-print></s:Body></s:Envelope>`
}

const reader = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseAttributeValue: false,
  processEntities: false,
})

/** Reads an answer of a printer; what is none counts as no answer. */
export function readAnswer(text: string): Answer {
  let found: unknown
  try {
    found = reader.parse(text)
  } catch {
    return { kind: 'no-answer' }
  }
  const response = responseIn(found)
  if (!response) return { kind: 'no-answer' }
  const { success, code, status } = response
  if (!/^(?:true|false|1|0)$/.test(success) || !/^\d{1,10}$/.test(status)) {
    return { kind: 'no-answer' }
  }
  const isPrinted = success === 'true' || success === '1'
  return { kind: 'answer', isPrinted, code: code.slice(0, 60), status: Number(status) }
}

function responseIn(found: unknown): Record<'success' | 'code' | 'status', string> | undefined {
  const at = (from: unknown, name: string): unknown =>
    typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[name] : undefined
  const response = at(at(at(found, 'Envelope'), 'Body'), 'response')
  const [success, code, status] = ['success', 'code', 'status'].map(name => at(response, name))
  if (typeof success !== 'string' || typeof status !== 'string') return undefined
  return { success, code: typeof code === 'string' ? code : '', status }
}

const stateOf = (status: number): PrinterState => ({
  isReady: (status & NOT_READY) === 0,
  isCoverOpen: (status & COVER_OPEN) !== 0,
  paper: (status & PAPER_OUT) !== 0 ? 'out' : (status & PAPER_LOW) !== 0 ? 'low' : 'there',
  isDrawerWireHigh: (status & DRAWER_WIRE) !== 0,
})

const FAULTS: Readonly<Record<string, PrintFault>> = {
  EPTR_COVER_OPEN: 'cover-open',
  EPTR_REC_EMPTY: 'paper-out',
  EX_TIMEOUT: 'silent',
  DeviceNotFound: 'unreachable',
  EPTR_PORT: 'unreachable',
  EX_SPOOLER: 'busy',
}

/** The printer refuses a job as a whole, but one that it began when it says that it printed. */
function outcomeOf(answer: Answer): PrintOutcome {
  if (answer.kind === 'no-answer') return { state: 'unknown', why: 'silent' }
  const { isPrinted, code, status } = answer
  if (isPrinted) return { state: 'sent', isConfirmed: (status & PRINTED) !== 0 }
  const why = FAULTS[code] ?? 'not-ready'
  if (code === 'EX_TIMEOUT') return { state: 'unknown', why }
  // Paper that runs out in the midst leaves a part of the ticket.
  if (code === 'EPTR_REC_EMPTY' || code === 'EPTR_COVER_OPEN') return { state: 'unknown', why }
  return NOTHING_SENT(why)
}
