import { answerProofs, READY } from './beside'
import { proofsHere } from './proofs'

/** Runs beside the page, which holds it as a text: from a disk there is no other file to load. */
const line = {
  send: (message: unknown) => postMessage(message),
  listen: (onMessage: (message: unknown) => void) =>
    addEventListener('message', ({ data }) => onMessage(data)),
}
answerProofs(proofsHere(), line)
line.send(READY)
