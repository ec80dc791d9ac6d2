import { proofsBy, signaturesHere, type BeginProofs, type BeginSignatures } from './proofs'
import type { PublicKey } from './shapes'
import type { SignedText } from './signature'

/** One end of a message channel to another thread, in a browser or in Node. */
export interface Line {
  send: (message: unknown) => void
  listen: (onMessage: (message: unknown) => void, onError: (error: unknown) => void) => void
}

/** The other thread's first message, once it listens. */
export const READY = 'ready'

type LineRequest = { publicKey: PublicKey } | { signed: readonly SignedText[] }

/** Checks signatures on another thread, where `answerSignatures` listens. */
export function signaturesOverLine({ send, listen }: Line): BeginSignatures {
  const waiting: { resolve: (areSigned: boolean[]) => void; reject: (error: unknown) => void }[] =
    []
  let failure: { error: unknown } | undefined
  // Answers come in the order of requests; after a failure, no answer is trusted.
  listen(
    areSigned => waiting.shift()?.resolve(areSigned as boolean[]),
    error => {
      failure = { error }
      for (const one of waiting.splice(0)) one.reject(error)
    },
  )
  return publicKey => {
    send({ publicKey } satisfies LineRequest)
    return Promise.resolve(signed => {
      send({ signed } satisfies LineRequest)
      return new Promise((resolve, reject) => {
        if (failure) reject(failure.error)
        else waiting.push({ resolve, reject })
      })
    })
  }
}

/** Shares signatures equally among several threads. */
export function signaturesAmong(threads: readonly BeginSignatures[]): BeginSignatures {
  return async publicKey => {
    const checks = await Promise.all(threads.map(begin => begin(publicKey)))
    return async signed => {
      const share = Math.ceil(signed.length / checks.length)
      const parts = checks.map((check, index) =>
        check(signed.slice(index * share, (index + 1) * share)),
      )
      return (await Promise.all(parts)).flat()
    }
  }
}

/** The other end: checks requests, and answers in their order. */
export function answerSignatures({ send, listen }: Line): void {
  let check: ReturnType<BeginSignatures> | undefined
  let answered = Promise.resolve()
  const fail = (error: unknown) => {
    throw error
  }
  listen(message => {
    const order = message as LineRequest
    if ('publicKey' in order) check = signaturesHere(order.publicKey)
    else {
      const verdicts = check?.then(areSigned => areSigned(order.signed))
      answered = Promise.all([verdicts, answered]).then(([areSigned]) => send(areSigned))
      // A rejected promise does not end a browser's worker: the other end would wait for ever.
      answered.catch(error => setTimeout(fail, 0, error))
    }
  }, fail)
}

/** Threads that check signatures in a browser, until they are closed. */
export interface SignatureThreads {
  beginProofs: BeginProofs
  close: () => void
}

/** A browser runs the requests of one worker one by one: two workers keep two processors busy. */
export const THREADS = 2

/**
 * Starts workers that run `signaturesWorker.ts`; where they cannot check signatures, the calling
 * thread does.
 */
export async function openSignatureThreads(make: () => Worker): Promise<SignatureThreads> {
  const workers: Worker[] = []
  const close = () => {
    for (const worker of workers) worker.terminate()
  }
  try {
    while (workers.length < THREADS) workers.push(make())
    await Promise.all(workers.map(readiness))
    const threads = workers.map(worker => signaturesOverLine(lineTo(worker)))
    return { beginProofs: proofsBy(signaturesAmong(threads)), close }
  } catch {
    // Workers are forbidden where the page comes from, or have no cryptography: the calling thread
    // takes longer and finds the same.
    close()
    return { beginProofs: proofsBy(signaturesHere), close }
  }
}

const readiness = (worker: Worker) =>
  new Promise((resolve, reject) => {
    worker.addEventListener('message', resolve, { once: true })
    worker.addEventListener('error', reject, { once: true })
  })

const lineTo = (worker: Worker): Line => ({
  send: message => worker.postMessage(message, []),
  listen(onMessage, onError) {
    worker.addEventListener('message', ({ data }) => onMessage(data))
    worker.addEventListener('error', ({ message }) => onError(new Error(message)))
  },
})
