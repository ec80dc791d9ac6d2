/// <reference types="node" />
import { hash } from 'node:crypto'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import {
  answerSignatures,
  signaturesAmong,
  signaturesOverLine,
  THREADS,
  type Line,
} from './signatureThreads'
import { runVerify } from './command'
import { proofsBy } from './proofs'

const lineTo = (thread: Worker | typeof parentPort): Line => ({
  send: message => thread?.postMessage(message, []),
  listen: (onMessage, onError) => thread?.on('message', onMessage).on('error', onError),
})

const sha256 = (text: string) => hash('sha256', text, 'hex')

// This one file is the command and also the threads that check signatures.
if (isMainThread) {
  const threads = Array.from({ length: THREADS }, () => new Worker(new URL(import.meta.url)))
  const beside = threads.map(thread => signaturesOverLine(lineTo(thread)))
  process.exitCode = await runVerify(
    process.argv.slice(2),
    {
      say: line => console.log(line),
      complain: line => console.error(line),
      language: process.env.LANG,
    },
    proofsBy(signaturesAmong(beside), sha256),
  )
  for (const thread of threads) await thread.terminate()
} else {
  answerSignatures(lineTo(parentPort))
}
