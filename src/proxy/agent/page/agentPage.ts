import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { Hono } from 'hono'
import { AGENT_PAGE_SCRIPT, AGENT_PAGE_STYLE } from './assets'
import { textsFor } from './languages'
import { fill, tag, type Markup } from './markup'
import type { PageTexts } from './texts'
import { fromCounterOnly } from '@/proxy/agent/agentGuard'
import type { Equipment } from '@/proxy/agent/equipment'
import type { SettingFault } from '@/proxy/agent/equipmentOf'
import type { Pairing } from '@/proxy/agent/pairing'
import type { Sighting, Sightings } from '@/proxy/agent/sightings'
import type { ServerBindings } from '@/proxy/origin'
import type { ScreensSeen } from '@/proxy/screens/rooms'

export interface AgentPageOptions {
  equipment: readonly Equipment[]
  /** What the settings list that is no device. */
  faults: readonly SettingFault[]
  sightings: Pick<Sightings, 'lastOf'>
  pairing: Pick<Pairing, 'origin' | 'pairedAt' | 'lost'>
  /** When the paired page last asked for something, in milliseconds since 1970. */
  heardAt: () => number | undefined
  screens: () => ScreensSeen
  trustedProxy: string | undefined
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Only its own script and style run, which reads this page again and nothing else. */
const HEADERS = {
  'Content-Security-Policy': `default-src 'none'; script-src ${hashOf(AGENT_PAGE_SCRIPT)}; style-src ${hashOf(AGENT_PAGE_STYLE)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
}

/**
 * The program's own page: which till it serves, and how each device was last found. For this machine and
 * the shop's network alone; it changes nothing, asks nothing of a device, and has no code and no key on it.
 */
export function agentPage(options: AgentPageOptions): Hono<{ Bindings: ServerBindings }> {
  const app = new Hono<{ Bindings: ServerBindings }>()
  app.get('/', fromCounterOnly(options.trustedProxy), context => {
    const texts = textsFor(context.req.header('accept-language'))
    return context.html(pageOf(options, texts), 200, HEADERS)
  })
  return app
}

function pageOf(options: AgentPageOptions, texts: PageTexts): string {
  const head = tag('head', {}, [
    tag('meta', { charset: 'utf-8' }),
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    tag('title', {}, [texts.title]),
    tag('style', {}, [{ markup: AGENT_PAGE_STYLE }]),
  ])
  const body = tag('body', {}, [
    tag('header', {}, [
      tag('h1', {}, [texts.title]),
      tag('p', {}, [texts.lead]),
      tag('p', { id: 'silent', class: 'bad', role: 'alert', hidden: '' }, [texts.silent]),
    ]),
    tag('main', { id: 'seen' }, [
      tag('h2', {}, [texts.page]),
      ...pairedPart(options, texts),
      tag('h2', {}, [texts.devices]),
      // What is wrong is not repeated here: anything may stand in a setting's place.
      ...[...new Set(options.faults.map(({ variable }) => variable))].map(variable =>
        tag(
          'p',
          { class: 'bad', 'data-testid': 'wrong-setting' },
          fill(texts.wrongSetting, variable),
        ),
      ),
      tag('ul', {}, [
        ...options.equipment.map(device =>
          deviceItem(device, options.sightings.lastOf(device.id), texts),
        ),
        screensItem(options.screens(), texts),
      ]),
    ]),
    tag('footer', { class: 'quiet' }, [texts.notAskedByPage]),
    tag('script', {}, [{ markup: AGENT_PAGE_SCRIPT }]),
  ])
  return `<!doctype html>${tag('html', { lang: texts.language }, [head, body]).markup}`
}

function pairedPart({ pairing, heardAt }: AgentPageOptions, texts: PageTexts): Markup[] {
  const origin = pairing.origin()
  if (origin === undefined) {
    const lost = pairing.lost()
    return [
      ...(lost ? [tag('p', { class: 'bad', 'data-testid': 'lost' }, [texts.lost])] : []),
      ...(lost?.asideFile ? [tag('p', {}, fill(texts.lostFile, basename(lost.asideFile)))] : []),
      tag('p', { 'data-testid': 'not-paired' }, [texts.notPaired]),
      tag('p', {}, [texts.howToPair]),
    ]
  }
  const pairedAt = pairing.pairedAt()
  const heard = heardAt()
  return [
    tag('p', { 'data-testid': 'paired' }, fill(texts.paired, tag('b', {}, [origin]))),
    tag('p', { 'data-testid': 'paired-at' }, [
      ...(pairedAt === undefined
        ? [texts.pairedBefore]
        : fill(texts.pairedAt, timeOf(pairedAt, texts))),
    ]),
    tag('p', { 'data-testid': 'heard-at' }, [
      ...(heard === undefined ? [texts.neverHeard] : fill(texts.heardAt, timeOf(heard, texts))),
    ]),
  ]
}

function deviceItem(device: Equipment, seen: Sighting | undefined, texts: PageTexts): Markup {
  const { kind, name, host, port } = device
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  const isBad = seen !== undefined && (seen.unreached !== null || seen.fault !== null)
  return tag('li', { 'data-testid': kind }, [
    tag('b', {}, [name === '' ? texts.kinds[kind] : `${texts.kinds[kind]} – ${name}`]),
    ' ',
    tag('span', { class: 'quiet' }, fill(texts.address, address)),
    tag('p', { class: isBad ? 'bad' : seen ? 'good' : 'quiet' }, stateWords(seen, texts)),
  ])
}

function stateWords(seen: Sighting | undefined, texts: PageTexts): (Markup | string)[] {
  if (!seen) return [texts.neverAsked]
  const time = timeOf(seen.at, texts)
  if (seen.unreached === 'not-private') return fill(texts.notPrivate, time)
  if (seen.unreached === 'unreachable') return fill(texts.unreachable, time)
  if (seen.fault === null) return fill(texts.reached, time)
  return fill(texts.faultAt, time, texts.faults[seen.fault])
}

function screensItem({ listening, leftAt }: ScreensSeen, texts: PageTexts): Markup {
  const words =
    listening > 0
      ? [texts.screensListen(listening)]
      : leftAt === undefined
        ? [texts.noScreen]
        : fill(texts.screenLeft, timeOf(leftAt, texts))
  return tag('li', { 'data-testid': 'screens' }, [
    tag('b', {}, [texts.screens]),
    tag('p', { class: listening > 0 ? 'good' : 'quiet' }, words),
  ])
}

/** A moment as the clock of this machine says it: the counter's. */
function timeOf(milliseconds: number, { language }: PageTexts): Markup {
  const moment = new Date(milliseconds)
  const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'medium',
  })
  return tag('time', { datetime: moment.toISOString() }, [format.format(moment)])
}
