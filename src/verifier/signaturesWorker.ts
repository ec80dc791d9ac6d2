import { answerSignatures, READY } from './beside'
import { canCheckSignatures } from './signature'

/** Runs beside the page, which holds it as a text: from a disk there is no other file to load. */
const line = {
  send: (message: unknown) => postMessage(message),
  listen: (onMessage: (message: unknown) => void) =>
    addEventListener('message', ({ data }) => onMessage(data)),
}
// The page is told, and checks signatures itself.
if (!canCheckSignatures()) throw new Error('no cryptography in this worker')
answerSignatures(line)
line.send(READY)
