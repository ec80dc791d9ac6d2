import type { Socket } from 'node:net'
import { ChannelFault, TAKES_WITHIN_MS, type ByteChannel } from '@/printing/channel'
import { within } from '@/printing/within'

/** More than any printer says unasked while a job goes out. */
const MOST_SAID = 1_000

/** A printer at the other end of a TCP connection. */
export function socketChannel(socket: Socket): ByteChannel {
  const said: Uint8Array[] = []
  let isCut = false
  let wake = (): void => undefined
  const cut = (): void => {
    isCut = true
    wake()
  }
  socket.on('data', bytes => {
    if (said.length < MOST_SAID) said.push(new Uint8Array(bytes))
    wake()
  })
  for (const end of ['error', 'end'] as const) socket.on(end, cut)
  const closed = new Promise<'cut'>(resolve => {
    socket.on('close', () => {
      cut()
      resolve('cut')
    })
  })

  return {
    write: async bytes => {
      if (isCut) throw new ChannelFault('cut', false)
      const left = new Promise<'taken' | 'cut'>(resolve => {
        socket.write(bytes, error => resolve(error ? 'cut' : 'taken'))
      })
      const how = await within(Promise.race([left, closed]), TAKES_WITHIN_MS, 'silent' as const)
      if (how !== 'taken') throw new ChannelFault(how)
    },
    read: async withinMs => {
      if (said.length === 0 && !isCut) {
        const news = new Promise<void>(resolve => {
          wake = resolve
        })
        await within(news, withinMs, undefined)
      }
      return said.shift()
    },
  }
}

/**
 * Ends a connection once all that was written has left. True where the other end took it and closed,
 * or says nothing more; false where it broke off.
 */
export async function endSocket(socket: Socket, withinMs: number): Promise<boolean> {
  if (socket.destroyed) return !socket.errored
  const ended = new Promise<boolean>(resolve => {
    socket.once('close', isFaulty => resolve(!isFaulty))
  })
  socket.end()
  socket.resume()
  const isWhole = await within(ended, withinMs, true)
  socket.destroy()
  return isWhole
}
