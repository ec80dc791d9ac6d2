import { urlIn } from '@/core/urlIn'

/**
 * Where the counter's equipment is reached: the till's own server, or a program of the counter that
 * this page was paired with.
 */
export interface CounterAgent {
  /** Address of the server, with a slash at its end; the equipment is below `agent/`. */
  address: string
  /** The key of the pairing; '' where the page is the server's own. It goes into no export. */
  key: string
}

/** Where a program of the counter is, unless it is told otherwise. */
export const USUAL_AGENT = 'http://localhost:4173/'

/** Headers of a request to it. */
export const agentHeaders = ({ key }: CounterAgent): Record<string, string> => ({
  'X-Comptoir': '1',
  ...(key === '' ? {} : { Authorization: `Bearer ${key}` }),
})

/**
 * The address of an agent as typed; undefined for any that browsers let a page over https not reach:
 * only this machine, at a port, without anything after it.
 */
export function parseAgentAddress(typed: string): string | undefined {
  const text = typed.trim()
  const whole = /^https?:\/\//i.test(text) ? text : `http://${text}`
  const url = urlIn(whole)
  if (!url) return undefined
  const { protocol, hostname, port, username, password, pathname, search, hash } = url
  const isThisMachine = hostname === 'localhost' || hostname === '127.0.0.1'
  const isBare =
    pathname === '/' && search === '' && hash === '' && username === '' && password === ''
  if (!isThisMachine || !isBare) return undefined
  return `${protocol}//${hostname}${port === '' ? '' : `:${port}`}/`
}
