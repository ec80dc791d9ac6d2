/// <reference types="node" />
import { hash } from 'node:crypto'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { answerProofs, proofsBeside, type Line } from './beside'
import { runVerify } from './command'
import { proofsHere } from './proofs'

const lineTo = (thread: Worker | typeof parentPort): Line => ({
  send: message => thread?.postMessage(message, []),
  listen: (onMessage, onError) => thread?.on('message', onMessage).on('error', onError),
})

// This same file is both: what reads the archive, and beside it what checks its seals.
if (isMainThread) {
  const beside = new Worker(new URL(import.meta.url))
  process.exitCode = await runVerify(
    process.argv.slice(2),
    {
      say: line => console.log(line),
      complain: line => console.error(line),
      language: process.env.LANG,
    },
    proofsBeside(lineTo(beside)),
  )
  await beside.terminate()
} else {
  const sha256 = (text: string) => hash('sha256', text, 'hex')
  answerProofs(proofsHere(sha256), lineTo(parentPort))
}
