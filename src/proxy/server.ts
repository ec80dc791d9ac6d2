import { readFileSync } from 'node:fs'
import { createServer as createHttpsServer } from 'node:https'
import { networkInterfaces } from 'node:os'
import { resolve } from 'node:path'
import { serve } from '@hono/node-server'
import { EquipmentUnreadable } from './agent/equipmentUnreadable'
import { openAgent } from './agent/openAgent'
import { createApp } from './app'
import { KEPT_CONNECTIONS } from './keptConnections'
import { knownHosts } from './knownHosts'
import { makeNamingCode } from './namingCode'
import { readSettingsFile, SettingsUnreadable } from './settingsFile'
import { openRegistry } from './shopOnDisk'
import { grownArticles } from '@/demo/catalogue/grow'
import { createDemoShopWithPictures } from '@/demo/demoShopNode'
import { openHub } from '@/hub/openHub'

const { env } = process
const root = env.COMPTOIR_ROOT ?? process.cwd()
const settingsFile = orExit(SettingsUnreadable, () => readSettingsFile(root))
if (settingsFile) console.log(`  Réglages lus dans ${settingsFile}.`)
const port = Number(env.PORT ?? 4173)
const hostname = env.HOST ?? '0.0.0.0'
const isSecure = Boolean(env.COMPTOIR_TLS_CERT && env.COMPTOIR_TLS_KEY)
const scheme = isSecure ? 'https' : 'http'

const demo = createDemoShopWithPictures({
  basePath: '/demo',
  publicAddress: `${scheme}://localhost:${port}/demo`,
  pictureFolder: resolve(root, 'src/demo/pictures'),
  isControlled: env.COMPTOIR_DEMO_CONTROL === '1',
  ...(env.COMPTOIR_DEMO_ARTICLES
    ? { articles: grownArticles(Number(env.COMPTOIR_DEMO_ARTICLES)) }
    : {}),
})

if (env.COMPTOIR_SHOP_KEY && !env.COMPTOIR_SHOP) {
  console.error(
    'COMPTOIR_SHOP_KEY ne va qu’avec COMPTOIR_SHOP : une clé gardée ici n’est envoyée qu’à la boutique pour laquelle elle est faite.',
  )
  process.exit(1)
}

const isKnownHost = knownHosts(env.COMPTOIR_HOSTS)
const admission = env.COMPTOIR_HUB ?? 'code'
if (admission !== 'off' && admission !== 'code' && admission !== 'open') {
  console.error('COMPTOIR_HUB est « off », « code » ou « open ».')
  process.exit(1)
}
const code = makeNamingCode(shown => {
  if (!env.COMPTOIR_SHOP) console.log(`\n  Code pour relier une boutique :  ${shown}`)
  else if (admission === 'code') console.log(`\n  Code pour relier des appareils :  ${shown}`)
})
const stateFolder = env.COMPTOIR_STATE ?? resolve(root, '.comptoir')
const hub = await openHub({
  admission,
  databaseUrl: env.DATABASE_URL,
  stateFolder,
  quotaMegabytes: env.COMPTOIR_HUB_MEGABYTES ? Number(env.COMPTOIR_HUB_MEGABYTES) : undefined,
  isCodeRight: code.isRight,
  trustedProxy: env.COMPTOIR_TRUSTED_PROXY,
  say: text => console.error(text),
})

const agent = orExit(EquipmentUnreadable, () =>
  openAgent({
    env,
    stateFolder,
    trustedProxy: env.COMPTOIR_TRUSTED_PROXY,
    say: text => console.error(text),
  }),
)
const app = createApp({
  code,
  isKnownHost,
  isSecure,
  trustedProxy: env.COMPTOIR_TRUSTED_PROXY,
  clientFolder: resolve(root, 'dist/client'),
  registry: openRegistry(stateFolder, env.COMPTOIR_SHOP),
  key: env.COMPTOIR_SHOP_KEY,
  allowsPrivate: env.COMPTOIR_ALLOW_PRIVATE === '1',
  demo: demo.handle,
  mailbox: hub?.routes,
  agent,
  addresses: pageAddresses,
})

const server = serve(
  {
    fetch: app.fetch,
    port,
    hostname,
    ...(isSecure
      ? {
          createServer: createHttpsServer,
          serverOptions: {
            cert: readFileSync(env.COMPTOIR_TLS_CERT ?? ''),
            key: readFileSync(env.COMPTOIR_TLS_KEY ?? ''),
            ...KEPT_CONNECTIONS,
          },
        }
      : { serverOptions: KEPT_CONNECTIONS }),
  },
  () => {
    console.log(`\n  Comptoir est ouvert :  ${scheme}://localhost:${port}\n`)
    for (const address of pageAddresses()) {
      console.log(`  Depuis un autre appareil :  ${address}`)
    }
    if (agent)
      console.log(`  Ce qui est relié au comptoir :  ${scheme}://localhost:${port}/agent\n`)
    if (!isSecure) {
      console.log('  (un autre appareil ne vendra hors ligne qu’en https : voir README)\n')
    }
  },
)

server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error
  console.error(`Le port ${port} est déjà pris. Essayez : PORT=${port + 1} npm start`)
  process.exit(1)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close()
    void (hub?.close() ?? Promise.resolve()).finally(() => process.exit(0))
  })
}

/** What is needed to start; where it cannot be read, that is told and nothing starts. */
function orExit<Read>(unreadable: new (...given: never[]) => Error, read: () => Read): Read {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof unreadable)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/** Where other devices of the network open the till. */
function pageAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .filter(address => address.family === 'IPv4' && !address.internal)
    .map(({ address }) => `${scheme}://${address}:${port}`)
}
