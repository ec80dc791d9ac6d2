import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export interface FakeRawBt {
  port: number
  script: { says: 'success' | 'error' }
  papers: Uint8Array[]
  close: () => Promise<void>
}

/** RawBT's service on the device, as its author's public code shows it: a job of JSON, then answers. */
export async function aRawBtService(): Promise<FakeRawBt> {
  const script: FakeRawBt['script'] = { says: 'success' }
  const papers: Uint8Array[] = []
  const sockets = new Set<Duplex>()
  const server = createServer((_request, response) => response.writeHead(404).end())
  server.on('upgrade', (request, socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    let taken = Buffer.alloc(0)
    socket.on('data', (bytes: Buffer) => {
      taken = Buffer.concat([taken, bytes])
      const text = textOf(taken)
      if (text === undefined) return
      taken = Buffer.alloc(0)
      const job = JSON.parse(text) as { commands: { command: string; base64: string }[] }
      const [command] = job.commands
      if (command?.command !== 'sendBytes') throw new Error(`no such command: ${text}`)
      papers.push(Uint8Array.from(Buffer.from(command.base64, 'base64')))
      socket.write(frameOf('{"responseType":"progress","progress":0.5}'))
      socket.write(frameOf(JSON.stringify({ responseType: script.says, jobId: 'x' })))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    script,
    papers,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

const TEXT = 0x81

/** The text of one whole masked frame (RFC 6455); undefined until it is there, or for another kind. */
function textOf(frame: Buffer): string | undefined {
  if (frame.length < 8 || frame[0] !== TEXT) return undefined
  const short = (frame[1] ?? 0) & 0x7f
  const [length, maskAt] =
    short === 127
      ? [Number(frame.readBigUInt64BE(2)), 10]
      : short === 126
        ? [frame.readUInt16BE(2), 4]
        : [short, 2]
  const start = maskAt + 4
  if (frame.length < start + length) return undefined
  const mask = frame.subarray(maskAt, start)
  return frame
    .subarray(start, start + length)
    .map((byte, at) => byte ^ (mask[at % 4] ?? 0))
    .toString()
}

const frameOf = (text: string): Buffer =>
  Buffer.concat([Buffer.from([TEXT, text.length]), Buffer.from(text)])
