import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A request as the fake terminal read it, by tag. */
export type Heard = Readonly<Record<string, string>>

/** What a terminal does with one connection. */
export type Script = (socket: Socket, heard: Heard) => void | Promise<void>

export interface FakeTerminal {
  port: number
  /** Every request that came, oldest first: what money was asked for. */
  requests: Heard[]
  /** Requests that the terminal granted, in cents: debits above zero, credits below. */
  moved: number[]
  /** Sets what is done from the next connection on. */
  does: (script: Script) => void
  close: () => Promise<void>
}

/** A card terminal that does not exist: it speaks Caisse-AP over IP as its script says. */
export async function aTerminal(port = 0): Promise<FakeTerminal> {
  const requests: Heard[] = []
  const moved: number[] = []
  const sockets = new Set<Socket>()
  let script: Script = approve()
  const server = createServer(socket => {
    sockets.add(socket)
    grantedOn.set(socket, moved)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.once('data', part => {
      const heard = recordsOf(part.toString('latin1'))
      requests.push(heard)
      void script(socket, heard)
    })
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    moved,
    does: next => (script = next),
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

const grantedOn = new WeakMap<Socket, number[]>()

/** Notes that money moved: what the customer's bank would know. */
export function grant(socket: Socket, heard: Heard, amountCents = Number(heard.CB)): void {
  grantedOn.get(socket)?.push(heard.CD === '1' ? 0 - amountCents : amountCents)
}

/** Records of a message by tag, as the terminal itself reads them. */
export function recordsOf(text: string): Record<string, string> {
  const records: Record<string, string> = {}
  for (let at = 0; at < text.length;) {
    const length = Number(text.slice(at + 2, at + 5))
    records[text.slice(at, at + 2)] = text.slice(at + 5, at + 5 + length)
    at += 5 + length
  }
  return records
}

/** One record. */
export const record = (tag: string, value: string) =>
  `${tag}${String(value.length).padStart(3, '0')}${value}`

/** An answer to a request: what it repeats, then what is given; an empty value leaves a tag out. */
export function answerTo(heard: Heard, given: Record<string, string>): string {
  const { CZ = '0320', CJ = '', CA = '', CB = '', CD = '', CE = '', CF = '' } = heard
  const all: Record<string, string> = { CZ, CJ, CA, CB, CD, CE, CF, ...given }
  return Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([tag, value]) => record(tag, value))
    .join('')
}

/** What a real terminal sends of an approved payment, card number and expiry included. */
export const approvalOf = (heard: Heard, given: Record<string, string> = {}) =>
  answerTo(heard, {
    AA: '4970101234567890',
    AB: '2912',
    AE: '10',
    AC: '184117',
    CC: '00B',
    CG: '1234567',
    ...given,
  })

export function approve(given: Record<string, string> = {}): Script {
  return (socket, heard) => {
    grant(socket, heard, Number(given.CB ?? heard.CB))
    socket.write(approvalOf(heard, given))
  }
}

/** Not done, for a reason of two digits; the red button leaves the amount out. */
export function refuse(reason = '04'): Script {
  return (socket, heard) => {
    const isButton = reason === '06'
    socket.write(answerTo(heard, { AE: '01', AF: reason, ...(isButton ? { CB: '' } : {}) }))
  }
}

/** Approves, with the customer's slip where the till asks for it. */
export const approveWithSlip =
  (slip: string): Script =>
  (socket, heard) => {
    grant(socket, heard)
    const ticket = record('CK', heard.CK ?? '') + record('AK', btoa(slip))
    socket.write(approvalOf(heard) + (heard.CK === '100' ? record('ZT', ticket) : ''))
  }

export const partial = (amountCents: number): Script =>
  approve({ CB: String(amountCents).padStart(2, '0') })

/** As another script, so much later. */
export const after =
  (ms: number, then: Script): Script =>
  async (socket, heard) => {
    await wait(ms)
    await then(socket, heard)
  }

/** Approves, byte by byte. */
export const inBytes: Script = async (socket, heard) => {
  grant(socket, heard)
  for (const byte of approvalOf(heard)) {
    socket.write(byte)
    await wait(1)
  }
}

/** Approves at the terminal, and the connection is cut after so many bytes of the answer. */
export const cutAfter =
  (bytes: number): Script =>
  (socket, heard) => {
    grant(socket, heard)
    socket.end(approvalOf(heard).slice(0, bytes))
  }

/** Hears the request, and says nothing. */
export const silent: Script = () => undefined
