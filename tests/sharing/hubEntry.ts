import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { openHub } from '@/hub/openHub'
import { KEPT_CONNECTIONS } from '@/proxy/keptConnections'

const { env } = process
const hub = await openHub({
  admission: 'open',
  databaseUrl: env.DATABASE_URL,
  stateFolder: env.COMPTOIR_STATE ?? '.',
  isCodeRight: () => false,
  isCalm: () => true,
  say: text => console.error(text),
})
if (!hub) process.exit(1)
const app = new Hono()
app.route('/boite', hub.routes)
serve({
  fetch: app.fetch,
  port: Number(env.PORT),
  hostname: '127.0.0.1',
  serverOptions: KEPT_CONNECTIONS,
})
