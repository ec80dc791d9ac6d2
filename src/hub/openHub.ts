import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from './engine'
import { hubRoutes, type Admission, type OpenHub } from './hubRoutes'
import { mailboxesOver } from './mailboxes'
import { USUAL_QUOTA } from './mailboxStore'
import { openPostgres } from './postgres'
import { hasSqlite, openSqlite } from './sqlite'
import { sqlStore } from './sqlStore'

export interface HubSettings {
  admission: Admission
  /** Address of a PostgreSQL database; SQLite in the state folder without. */
  databaseUrl: string | undefined
  stateFolder: string
  /** What a mailbox may hold, in megabytes. */
  quotaMegabytes?: number | undefined
  isCodeRight: (typed: string) => boolean
  trustedProxy?: string | undefined
  /** Whether a name may ask once more; bounds against a flood unless told. */
  isCalm?: ((name: string) => boolean) | undefined
  /** Tells whoever reads the terminal. */
  say: (text: string) => void
}

export interface RunningHub {
  routes: ReturnType<typeof hubRoutes>
  close: () => Promise<void>
}

const TRY_AGAIN_MS = 5_000
const SWEEP_MS = 10 * 60_000
/** Mailboxes that are forgotten at once. */
const MOST_SWEPT = 50

/**
 * Opens the mailbox; undefined where it is switched off or this Node has no database for it, which
 * is said: the till is served without. A database that cannot be reached is tried until it can.
 */
export async function openHub(settings: HubSettings): Promise<RunningHub | undefined> {
  const { admission, say } = settings
  // An empty variable is none.
  const databaseUrl = settings.databaseUrl || undefined
  if (admission === 'off') return undefined
  if (databaseUrl === undefined && !hasSqlite()) {
    say(
      `  La boîte où les appareils échangent demande Node 22.13 ou DATABASE_URL (ici Node ${process.versions.node}). La caisse vend sans elle.`,
    )
    return undefined
  }
  let hub: OpenHub | undefined
  let isClosing = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let sweeping: ReturnType<typeof setInterval> | undefined
  const onFault = (error: unknown) => say(`  Boîte : ${faultText(error)}`)

  const open = async (): Promise<void> => {
    try {
      const engine = await openEngine(settings, onFault)
      hub = hubOver(engine, settings, onFault)
      sweepOften(hub)
      if (isClosing) await hub.mailboxes.close()
    } catch (error) {
      onFault(error)
      if (isClosing) return
      timer = setTimeout(() => void open(), TRY_AGAIN_MS)
      timer.unref()
    }
  }
  /** Forgets what nobody needs, some at a time. */
  const sweepOften = ({ store }: OpenHub) => {
    sweeping = setInterval(() => {
      store.sweep(MOST_SWEPT).catch(onFault)
    }, SWEEP_MS)
    sweeping.unref()
  }
  await open()
  const { isCodeRight, trustedProxy, isCalm } = settings
  const routes = hubRoutes({
    hub: () => hub,
    admission,
    isCodeRight,
    trustedProxy,
    isCalm,
    onFault,
  })
  return {
    routes,
    close: async () => {
      isClosing = true
      clearTimeout(timer)
      clearInterval(sweeping)
      await hub?.mailboxes.close()
    },
  }
}

function openEngine(
  { databaseUrl, stateFolder }: HubSettings,
  onFault: (error: unknown) => void,
): Engine | Promise<Engine> {
  if (databaseUrl) return openPostgres(databaseUrl, onFault)
  mkdirSync(stateFolder, { recursive: true })
  return openSqlite(join(stateFolder, 'mailboxes.sqlite'))
}

function hubOver(
  engine: Engine,
  { quotaMegabytes }: HubSettings,
  onFault: (error: unknown) => void,
): OpenHub {
  const bytes = quotaMegabytes === undefined ? USUAL_QUOTA.bytes : quotaMegabytes * 1024 * 1024
  const today = () => new Date().toISOString().slice(0, 10)
  const store = sqlStore(engine, today, { ...USUAL_QUOTA, bytes })
  return { store, mailboxes: mailboxesOver(store, onFault) }
}

/** A fault without the values of its statement, which name mailboxes. */
function faultText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? `${String(error.code)} ` : ''
  return `${code}${error.message}`
}
