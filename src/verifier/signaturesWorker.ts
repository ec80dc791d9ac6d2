import { answerSignatures, READY } from './signatureThreads'
import { canCheckSignatures } from './signature'

/** A worker whose script is a text in the page: a page on a disk can load no other file. */
const line = {
  send: (message: unknown) => postMessage(message),
  listen: (onMessage: (message: unknown) => void) =>
    addEventListener('message', ({ data }) => onMessage(data)),
}
// The error makes the page check signatures itself.
if (!canCheckSignatures()) throw new Error('no cryptography in this worker')
answerSignatures(line)
line.send(READY)
