import type { PrinterLink } from './printerLink'
import { ChannelFault, type ByteChannel } from '@/printing/channel'
import { printOver, stateOver, type PrintRules } from '@/printing/printOver'

/** A printer at the other end of a connection that carries bytes. */
export function linkOver(
  channel: ByteChannel,
  { close, asksState }: PrintRules & { close: () => Promise<void> },
): PrinterLink {
  return {
    print: bytes => printOver(channel, bytes, { asksState }),
    pulse: bytes => printOver(channel, bytes, { asksState: false }),
    readState: async () => {
      if (!asksState) return undefined
      try {
        return await stateOver(channel)
      } catch (error) {
        if (error instanceof ChannelFault) return undefined
        throw error
      }
    },
    close,
  }
}
