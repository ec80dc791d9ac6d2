/** Faults that a shop can be told to show, so that tests see the till handle them. */
export interface Misbehaviour {
  kind:
    | 'slow'
    | 'empty-500'
    | 'maintenance-503'
    | 'too-many-429'
    | 'cut'
    | 'home-page'
    | 'redirect'
    | 'unreachable'
  /** Affects only requests whose path and query contain this text; all requests without it. */
  matching?: string
  /** Number of requests affected; every request without it. */
  times?: number
  /** Number of requests answered normally before it begins. */
  after?: number
  /** For `slow`. */
  delayMs?: number
}

/** Lasting states of a shop, as its owner or its host sets them. */
export interface ShopState {
  webserviceOff: boolean
  /** The host drops `Authorization` before PHP sees it (cgi-off-basic). */
  dropsHeader: boolean
  /** Answers browsers of other origins. No real shop does so by default. */
  allowsOtherOrigins: boolean
  /**
   * Host name the shop answers to; requests for other hosts are redirected to the home page
   * (host-mismatch).
   */
  onlyHost: string | null
  /**
   * Answers at about the pace of the recorded servers, for measurements compared with them: 10 ms,
   * 0.3 ms for each computed price, and 1 ms for each kilobyte.
   */
  isPaced: boolean
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' }
const HOME_PAGE =
  '<!doctype html><html><head><title>Boutique</title></head><body>Accueil</body></html>'
const MAINTENANCE = '<!doctype html><html><body><h1>Boutique en maintenance</h1></body></html>'

/** The misbehaviour that a request meets, if any; its remaining count is lowered. */
export function takeMisbehaviour(
  planned: Misbehaviour[],
  address: string,
): Misbehaviour | undefined {
  const met = planned.find(({ matching }) => matching === undefined || address.includes(matching))
  if (!met) return undefined
  if (met.after !== undefined && met.after > 0) {
    met.after -= 1
    return undefined
  }
  if (met.times !== undefined) {
    met.times -= 1
    if (met.times <= 0) planned.splice(planned.indexOf(met), 1)
  }
  return met
}

/** The answer of a shop that misbehaves; `rightAnswer` makes the answer it would have given. */
export async function misbehave(
  { kind, delayMs = 0 }: Misbehaviour,
  home: string,
  rightAnswer: () => Promise<Response>,
): Promise<Response> {
  switch (kind) {
    case 'slow':
      await new Promise(resolve => setTimeout(resolve, delayMs))
      return rightAnswer()
    case 'empty-500':
      return new Response(null, { status: 500, headers: HTML })
    case 'maintenance-503':
      return new Response(MAINTENANCE, { status: 503, headers: HTML })
    case 'too-many-429':
      return new Response(null, { status: 429, headers: { 'Retry-After': '1' } })
    case 'home-page':
      return homePage()
    case 'redirect':
      return new Response(null, { status: 302, headers: { ...HTML, Location: home } })
    case 'cut':
      return cutInTheMiddle(await rightAnswer())
    case 'unreachable':
      return new Response(unreadable(), { headers: { 'Content-Type': 'application/json' } })
  }
}

/** The shop's home page: where a redirect of the webservice ends. */
export function homePage(): Response {
  return new Response(HOME_PAGE, { headers: HTML })
}

/** Half the body, then a broken connection. */
async function cutInTheMiddle(answer: Response): Promise<Response> {
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const half = bytes.slice(0, Math.floor(bytes.length / 2))
  return new Response(unreadable(half), { status: answer.status, headers: answer.headers })
}

function unreadable(first?: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false
  return new ReadableStream({
    pull(controller) {
      if (first && !sent) controller.enqueue(first)
      else controller.error(new Error('the line was cut'))
      sent = true
    },
  })
}
