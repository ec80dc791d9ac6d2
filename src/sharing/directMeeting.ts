import type { DirectCode } from '@/core/sharing/directCode'
import { codeOfSdp, sdpOf } from '@/core/sharing/directSdp'

/** One side of a meeting of two devices: what it shows, and the channel once they met. */
export interface Meeting {
  /** What the other device reads from this one's screen. */
  code: DirectCode
  /** Resolves with the open channel; rejects with a `MeetingFailed`. */
  met: Promise<RTCDataChannel>
  close: () => void
}

export interface OfferedMeeting extends Meeting {
  /** Takes what was read from the screen of the other device. */
  accept: (answer: DirectCode) => Promise<void>
}

/** Why two devices did not meet: `refused` by the browser, or `unreachable` on this network. */
export class MeetingFailed extends Error {
  override readonly name = 'MeetingFailed'

  constructor(readonly reason: 'refused' | 'unreachable') {
    super(`the devices did not meet: ${reason}`)
  }
}

/** Addresses of a device's own cards are known at once; a browser that says no more is not awaited. */
const GATHERING_MS = 3_000
/** People hold two screens before two cameras, one after the other. */
const MEETING_MS = 120_000

/**
 * Offers a meeting: its code is to be shown, the other device's answer to be read. No server is
 * asked for anything, and no network but the one both are on. Throws a `MeetingFailed`.
 */
export async function offerMeeting(mostMs = MEETING_MS): Promise<OfferedMeeting> {
  const side = aSide(mostMs)
  const code = await codeOf(side, 'offer', () => side.connection.createOffer())
  return { code, ...side, accept: answer => hear(side.connection, answer) }
}

/** Answers a meeting that was read from another device's screen. Throws a `MeetingFailed`. */
export async function answerMeeting(offer: DirectCode, mostMs = MEETING_MS): Promise<Meeting> {
  const side = aSide(mostMs)
  const code = await codeOf(side, 'answer', async () => {
    await hear(side.connection, offer)
    return side.connection.createAnswer()
  })
  return { code, ...side }
}

interface Side {
  connection: RTCPeerConnection
  met: Promise<RTCDataChannel>
  close: () => void
}

function aSide(mostMs: number): Side {
  const connection = new RTCPeerConnection({ iceServers: [] })
  const channel = connection.createDataChannel('comptoir', { negotiated: true, id: 0 })
  channel.binaryType = 'arraybuffer'
  const met = new Promise<RTCDataChannel>((resolve, reject) => {
    const fail = () => reject(new MeetingFailed('unreachable'))
    const late = setTimeout(fail, mostMs)
    channel.addEventListener('open', () => {
      clearTimeout(late)
      resolve(channel)
    })
    channel.addEventListener('close', fail)
    connection.addEventListener('connectionstatechange', () => {
      // A device that went off is not heard of again: its channel would stay open.
      if (connection.connectionState === 'failed') channel.close()
    })
  })
  // Whoever leaves before the devices met waits for nothing.
  met.catch(() => undefined)
  return {
    connection,
    met,
    close: () => {
      channel.close()
      connection.close()
    },
  }
}

async function codeOf(
  { connection, close }: Side,
  role: DirectCode['role'],
  describe: () => Promise<RTCSessionDescriptionInit>,
): Promise<DirectCode> {
  try {
    await connection.setLocalDescription(await describe())
    await gathered(connection)
  } catch (error) {
    close()
    // What a browser says where a page, its owner or its network may not connect to devices.
    throw error instanceof DOMException ? new MeetingFailed('refused') : error
  }
  const code = codeOfSdp(role, connection.localDescription?.sdp ?? '')
  if (code && code.addresses.length > 0) return code
  close()
  throw new MeetingFailed('unreachable')
}

/** Waits until the browser has told all addresses of this device, or for a while. */
function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise(resolve => {
    const look = () => connection.iceGatheringState === 'complete' && resolve()
    connection.addEventListener('icegatheringstatechange', look)
    setTimeout(resolve, GATHERING_MS)
    look()
  })
}

const hear = (connection: RTCPeerConnection, code: DirectCode): Promise<void> =>
  connection.setRemoteDescription({ type: code.role, sdp: sdpOf(code) })
