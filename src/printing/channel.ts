/** A connection to a printer that takes bytes in order, and may answer. */
export interface ByteChannel {
  /**
   * Hands bytes over.
   *
   * @throws ChannelFault where not all of them were taken.
   */
  write: (bytes: Uint8Array) => Promise<void>
  /** The next bytes that the printer says; undefined where it says nothing within the time. */
  read: (withinMs: number) => Promise<Uint8Array | undefined>
}

/**
 * A printer did not take what was handed over: any part of it may have gone out, unless nothing had
 * begun because the connection was over before.
 */
export class ChannelFault extends Error {
  constructor(
    readonly why: 'cut' | 'silent',
    readonly hasBegun = true,
  ) {
    super(why)
  }
}

/** A printer that takes nothing for so long is not busy any more: eight seconds are usual for some. */
export const TAKES_WITHIN_MS = 15_000
