import { answerSignatures, READY } from './beside'

/** Runs beside the page, which holds it as a text: from a disk there is no other file to load. */
const line = {
  send: (message: unknown) => postMessage(message),
  listen: (onMessage: (message: unknown) => void) =>
    addEventListener('message', ({ data }) => onMessage(data)),
}
answerSignatures(line)
line.send(READY)
