import { proofsBy, signaturesHere, type BeginProofs, type BeginSignatures } from './proofs'
import type { PublicKey } from './shapes'
import type { SignedText } from './signature'

/** One end of a line to another thread, of a browser or of Node. */
export interface Line {
  send: (message: unknown) => void
  listen: (onMessage: (message: unknown) => void, onError: (error: unknown) => void) => void
}

/** What the other thread says once it listens. */
export const READY = 'ready'

type Order = { publicKey: PublicKey } | { signed: readonly SignedText[] }

/** Checks signatures on another thread, where `answerSignatures` listens. */
export function signaturesBeside({ send, listen }: Line): BeginSignatures {
  const waiting: { resolve: (areSigned: boolean[]) => void; reject: (error: unknown) => void }[] =
    []
  let failure: { error: unknown } | undefined
  // Answers come in the order in which they were asked for; behind a failure, none is trusted.
  listen(
    areSigned => waiting.shift()?.resolve(areSigned as boolean[]),
    error => {
      failure = { error }
      for (const one of waiting.splice(0)) one.reject(error)
    },
  )
  return publicKey => {
    send({ publicKey } satisfies Order)
    return Promise.resolve(signed => {
      send({ signed } satisfies Order)
      return new Promise((resolve, reject) => {
        if (failure) reject(failure.error)
        else waiting.push({ resolve, reject })
      })
    })
  }
}

/** Shares out signatures among several threads, each as many as the others. */
export function signaturesAmong(threads: readonly BeginSignatures[]): BeginSignatures {
  return async publicKey => {
    const checks = await Promise.all(threads.map(begin => begin(publicKey)))
    return async signed => {
      const share = Math.ceil(signed.length / checks.length)
      const parts = checks.map((check, place) =>
        check(signed.slice(place * share, (place + 1) * share)),
      )
      return (await Promise.all(parts)).flat()
    }
  }
}

/** The other end: checks what comes, and answers in the order in which it came. */
export function answerSignatures({ send, listen }: Line): void {
  let check: ReturnType<BeginSignatures> | undefined
  let answered = Promise.resolve()
  const fail = (error: unknown) => {
    throw error
  }
  listen(message => {
    const order = message as Order
    if ('publicKey' in order) check = signaturesHere(order.publicKey)
    else {
      const verdicts = check?.then(areSigned => areSigned(order.signed))
      answered = Promise.all([verdicts, answered]).then(([areSigned]) => send(areSigned))
      // A promise that fails ends no worker of a browser: whoever asked would wait for ever.
      answered.catch(error => setTimeout(fail, 0, error))
    }
  }, fail)
}

/** What checks proofs in a browser, until it is closed. */
export interface Beside {
  beginProofs: BeginProofs
  close: () => void
}

/** A browser checks what one worker asks for one after another: two keep two processors busy. */
export const THREADS = 2

/**
 * Signatures in workers that run `signaturesWorker.ts`; where these cannot check any, on the
 * thread that asks.
 */
export async function openBeside(make: () => Worker): Promise<Beside> {
  const workers: Worker[] = []
  const close = () => {
    for (const worker of workers) worker.terminate()
  }
  try {
    while (workers.length < THREADS) workers.push(make())
    await Promise.all(workers.map(readiness))
    const threads = workers.map(worker => signaturesBeside(lineTo(worker)))
    return { beginProofs: proofsBy(signaturesAmong(threads)), close }
  } catch {
    // Forbidden where the page was opened from, or without cryptography there: it takes longer,
    // and finds the same.
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
