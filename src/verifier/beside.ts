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
  // Answers come in the order in which they were asked for.
  listen(
    areSigned => waiting.shift()?.resolve(areSigned as boolean[]),
    error => {
      for (const one of waiting) one.reject(error)
    },
  )
  return publicKey => {
    send({ publicKey } satisfies Order)
    return Promise.resolve(signed => {
      send({ signed } satisfies Order)
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    })
  }
}

/** The other end: checks what comes, one after another, and answers. */
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
      const asked = check
      answered = answered.then(async () => send(await (await asked)?.(order.signed)))
    }
  }, fail)
}

/** What checks proofs in a browser, until it is closed. */
export interface Beside {
  beginProofs: BeginProofs
  close: () => void
}

/** Signatures in a worker that runs `signaturesWorker.ts`; where none can be made, on the thread that asks. */
export function openBeside(make: () => Worker): Promise<Beside> {
  const here: Beside = { beginProofs: proofsBy(signaturesHere), close: () => undefined }
  return new Promise(resolve => {
    try {
      const worker = make()
      const onReady = () => {
        const beginProofs = proofsBy(signaturesBeside(lineTo(worker)))
        resolve({ beginProofs, close: () => worker.terminate() })
      }
      worker.addEventListener('message', onReady, { once: true })
      worker.addEventListener('error', () => resolve(here), { once: true })
    } catch {
      // Forbidden where the page was opened from: it takes longer, and finds the same.
      resolve(here)
    }
  })
}

const lineTo = (worker: Worker): Line => ({
  send: message => worker.postMessage(message, []),
  listen(onMessage, onError) {
    worker.addEventListener('message', ({ data }) => onMessage(data))
    worker.addEventListener('error', ({ message }) => onError(new Error(message)))
  },
})
