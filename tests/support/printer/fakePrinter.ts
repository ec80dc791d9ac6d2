import { createServer, type AddressInfo, type Socket } from 'node:net'

/** How a fake printer is, and what it does; changed at any time by a test. */
export interface PrinterScript {
  /** Answers questions about its state. */
  answers: boolean
  paper: 'there' | 'low' | 'out'
  isCoverOpen: boolean
  isReady: boolean
  isDrawerWireHigh: boolean
  /** The drawer's switch: its wire changes once the drawer opens. */
  hasSwitch: boolean
  /** Ends the connection once it took so many bytes of paper. */
  cutsAfter: number
  /** The paper runs out once it took so many bytes of paper. */
  paperEndsAfter: number
  /** Ends each connection at once, as one that serves another till does. */
  refuses: boolean
  /** What it says unasked before each answer that it is done, as some do for flow control. */
  unasked: number[]
  /** Takes nothing for so long at the beginning of each connection. */
  asleepMs: number
}

const USUAL: PrinterScript = {
  answers: true,
  paper: 'there',
  isCoverOpen: false,
  isReady: true,
  isDrawerWireHigh: false,
  hasSwitch: false,
  cutsAfter: Infinity,
  paperEndsAfter: Infinity,
  refuses: false,
  unasked: [],
  asleepMs: 0,
}

export interface FakePrinter {
  port: number
  script: PrinterScript
  /** What came of each connection that brought paper or a pulse, questions left out. */
  papers: Uint8Array[]
  /** How often it opened the drawer. */
  drawerOpened: () => number
  /** Connections that are open now. */
  openNow: () => number
  close: () => Promise<void>
}

const DLE = 0x10
const EOT = 0x04
const DC4 = 0x14
const ESC = 0x1b
const PULSE_BYTES = 5
const GS = 0x1d

/** A network printer that does not exist: it takes bytes on a port, and answers as ESC/POS does. */
export async function aPrinter(port = 0): Promise<FakePrinter> {
  const script = { ...USUAL }
  const papers: Uint8Array[] = []
  const sockets = new Set<Socket>()
  let drawerOpened = 0
  const server = createServer(socket => {
    sockets.add(socket)
    const taken: number[] = []
    const state = { rest: [] as number[] }
    const openAtOnce = () => {
      drawerOpened += 1
      if (script.hasSwitch) script.isDrawerWireHigh = !script.isDrawerWireHigh
    }
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      if (taken.length === 0) return
      papers.push(Uint8Array.from(taken))
      // What stopped keeps the usual pulse for later, with all that came before it.
      const isPulse = taken.length === PULSE_BYTES && taken[0] === ESC && taken[1] === 0x70
      if (isPulse && script.paper !== 'out' && !script.isCoverOpen) openAtOnce()
    })
    if (script.refuses) socket.resetAndDestroy()
    if (script.asleepMs > 0) {
      socket.pause()
      setTimeout(() => socket.resume(), script.asleepMs)
    }
    socket.on('data', bytes => {
      state.rest.push(...bytes)
      state.rest = takeIn(state.rest, taken, socket, { script, openAtOnce })
    })
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    script,
    papers,
    drawerOpened: () => drawerOpened,
    openNow: () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

/** Reads what came: questions are answered, the rest is paper; what may be half a question is left. */
function takeIn(
  bytes: number[],
  taken: number[],
  socket: Socket,
  { script, openAtOnce }: { script: PrinterScript; openAtOnce: () => void },
): number[] {
  let at = 0
  while (at < bytes.length) {
    const [first, second, third] = bytes.slice(at, at + 3)
    const mayAsk = first === DLE || (first === GS && (second === 0x72 || second === undefined))
    if (mayAsk && third === undefined) return bytes.slice(at)
    if (first === DLE && second === EOT) {
      if (script.answers) socket.write(Uint8Array.of(answerTo(third ?? 0, script)))
      at += 3
    } else if (first === DLE && second === DC4) {
      if (bytes.length - at < PULSE_BYTES) return bytes.slice(at)
      openAtOnce()
      at += PULSE_BYTES
    } else if (first === GS && second === 0x72) {
      if (script.unasked.length > 0) socket.write(Uint8Array.from(script.unasked))
      if (script.answers && script.paper !== 'out') socket.write(Uint8Array.of(0))
      at += 3
    } else {
      taken.push(first ?? 0)
      at += 1
      if (taken.length >= script.cutsAfter) {
        socket.resetAndDestroy()
        return []
      }
      if (taken.length >= script.paperEndsAfter) script.paper = 'out'
    }
  }
  return []
}

function answerTo(question: number, script: PrinterScript): number {
  const bits = (...set: [boolean, number][]) =>
    set.reduce((sum, [isSet, bit]) => (isSet ? sum | bit : sum), 0b0001_0010)
  const isOut = script.paper === 'out'
  if (question === 1) {
    const isOffline = !script.isReady || script.isCoverOpen || isOut
    return bits([script.isDrawerWireHigh, 0x04], [isOffline, 0x08])
  }
  if (question === 2) return bits([script.isCoverOpen, 0x04], [isOut, 0x20])
  return bits([script.paper === 'low', 0x0c], [isOut, 0x60])
}
