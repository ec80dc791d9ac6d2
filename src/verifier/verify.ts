/// <reference types="node" />
import { hash } from 'node:crypto'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { answerSignatures, signaturesBeside, type Line } from './beside'
import { runVerify } from './command'
import { proofsBy } from './proofs'

const lineTo = (thread: Worker | typeof parentPort): Line => ({
  send: message => thread?.postMessage(message, []),
  listen: (onMessage, onError) => thread?.on('message', onMessage).on('error', onError),
})

const sha256 = (text: string) => hash('sha256', text, 'hex')

// This same file is both: what reads the archive, and beside it what checks its signatures.
if (isMainThread) {
  const beside = new Worker(new URL(import.meta.url))
  process.exitCode = await runVerify(
    process.argv.slice(2),
    {
      say: line => console.log(line),
      complain: line => console.error(line),
      language: process.env.LANG,
    },
    proofsBy(signaturesBeside(lineTo(beside)), sha256),
  )
  await beside.terminate()
} else {
  answerSignatures(lineTo(parentPort))
}
