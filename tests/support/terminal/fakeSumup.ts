import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A checkout as the fake SumUp has it. */
export interface Checkout {
  checkout_id: string
  client_transaction_id: string
  status: string
  total_amount: { currency: string; minor_unit: number; value: number }
}

/** What is done with a request: it answers, or does not. */
export type Deed = (
  answer: ServerResponse,
  checkout: Checkout,
  fake: FakeSumup,
) => void | Promise<void>

export interface Deeds {
  create?: Deed
  tell?: Deed
  stop?: Deed
}

export interface FakeSumup {
  address: string
  /** Bodies of checkouts that were created, oldest first. */
  created: Record<string, unknown>[]
  /** Authorization headers and paths that came. */
  heard: { authorization: string; path: string }[]
  /** Cents that readers took. */
  moved: number[]
  /** How often the reader was to stop. */
  stops: number
  /** Sets what a creation does, what a question does, and what a stop does. */
  does: (deeds: Deeds) => void
  close: () => Promise<void>
}

export const READER = 'rdr_3MSAFM23CK82VSTT4BN6RWSQ65'
/** What a server that asks this fake is started with. */
export const sumupEnv = (address: string): Record<string, string> => ({
  COMPTOIR_SUMUP: `Solo=${READER}`,
  COMPTOIR_SUMUP_ADDRESS: address,
  COMPTOIR_SUMUP_MERCHANT: 'MC0X0ABC',
  COMPTOIR_SUMUP_KEY: 'sup_sk_secret1234',
  COMPTOIR_SUMUP_APP: 'com.example.till',
  COMPTOIR_SUMUP_AFFILIATE: 'affiliate-key-1',
})

export const say = (answer: ServerResponse, status: number, body: object): void => {
  answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
const creates: Deed = (answer, { checkout_id, client_transaction_id }) =>
  say(answer, 201, { data: { checkout_id, client_transaction_id } })
/** As it is, pending at first. */
export const tells: Deed = (answer, checkout) => say(answer, 200, { data: checkout })

const stops: Deed = answer => void answer.writeHead(202).end()

/** The card is accepted, for what was asked or for another amount. */
export const pays =
  (cents?: number): Deed =>
  (answer, checkout, fake) => {
    grant(checkout, fake, cents)
    return tells(answer, checkout, fake)
  }

/** Notes that money moved, once. */
export function grant(checkout: Checkout, { moved }: FakeSumup, cents?: number): void {
  if (checkout.status === 'successful') return
  checkout.status = 'successful'
  checkout.total_amount.value = cents ?? checkout.total_amount.value
  moved.push(checkout.total_amount.value)
}

export const ends =
  (status: string): Deed =>
  (answer, checkout, fake) => {
    checkout.status = status
    return tells(answer, checkout, fake)
  }

/** Refused at once, as SumUp words it. */
export const refuses =
  (status: number, type: string): Deed =>
  answer =>
    say(answer, status, { errors: { detail: 'x', type } })

/** Another deed, once the request was asked so often; pending until then. */
export function after(times: number, deed: Deed): Deed {
  let count = 0
  return (answer, checkout, fake) =>
    (count += 1) > times ? deed(answer, checkout, fake) : tells(answer, checkout, fake)
}

/** The body comes byte by byte, and the connection is cut after so many of them. */
export const inBytes =
  (data: (checkout: Checkout) => object, status: number, most = Infinity): Deed =>
  async (answer, checkout) => {
    answer.writeHead(status, { 'Content-Type': 'application/json' })
    const text = JSON.stringify({ data: data(checkout) })
    for (const [index, byte] of [...text].entries()) {
      if (index >= most) return void answer.destroy()
      answer.write(byte)
      await wait(0)
    }
    answer.end()
  }

/** SumUp's Cloud API for one reader, as its script says. */
export async function aSumup(port = 0): Promise<FakeSumup> {
  const checkouts = new Map<string, Checkout>()
  const usual = { create: creates, tell: pays(), stop: stops }
  let deeds: Required<Deeds> = usual
  const server = createServer((request, answer) => void serve(request, answer))
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const fake: FakeSumup = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    created: [],
    heard: [],
    moved: [],
    stops: 0,
    does: next => (deeds = { ...usual, ...next }),
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }

  async function serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    fake.heard.push({ authorization: request.headers.authorization ?? '', path })
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const last = [...checkouts.values()].at(-1)
    if (request.method === 'POST' && path.endsWith('/terminate') && last) {
      fake.stops += 1
      await deeds.stop(answer, last, fake)
      return
    }
    if (request.method === 'POST') {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>
      fake.created.push(body)
      const id = `00000000-0000-4000-8000-00000000000${fake.created.length}`
      const amount = { ...(body.total_amount as Checkout['total_amount']) }
      const made = { checkout_id: id, client_transaction_id: `t-${id}`, status: 'pending' }
      checkouts.set(id, { ...made, total_amount: amount })
      await deeds.create(answer, { ...made, total_amount: amount }, fake)
      return
    }
    const found = checkouts.get(path.split('/').at(-1) ?? '')
    if (found) await deeds.tell(answer, found, fake)
    else say(answer, 404, {})
  }
  return fake
}
