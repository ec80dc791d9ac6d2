import { serve, type ServerType } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { hubRoutes, type Admission } from '@/hub/hubRoutes'
import { mailboxesOver, type Mailboxes } from '@/hub/mailboxes'
import type { MailboxStore } from '@/hub/mailboxStore'

/** A hub over HTTP that everybody may ask as often as they like. */
export interface ServedHub {
  address: string
  mailboxes: Mailboxes
  server: ServerType
}

/** Starts a hub that lets everybody in, or with a code, who gives it. */
export async function serveHub(store: MailboxStore, code?: string): Promise<ServedHub> {
  const onFault = (error: unknown) => {
    throw error
  }
  const admission: Admission = code === undefined ? 'open' : 'code'
  const mailboxes = mailboxesOver(store, onFault)
  const routes = hubRoutes({
    hub: () => ({ store, mailboxes }),
    admission,
    isCodeRight: typed => typed === code,
    isCalm: () => true,
    onFault,
  })
  const server = serve({ fetch: routes.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mailboxes,
    server,
  }
}
