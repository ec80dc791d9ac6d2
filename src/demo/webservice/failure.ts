import type { ShopData } from './shopData'

type Php = ShopData['php']

/** An error in the webservice's words; its messages are English in every shop. */
export interface WebserviceError {
  code: number
  message: string
}

/** Stops a request with errors instead of data. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errors: WebserviceError[],
    /** Whether PrestaShop goes on reading the list it did not get, and PHP complains about it. */
    readonly isReadOn = false,
  ) {
    super(errors.map(error => error.message).join(' '))
  }
}

export function refuse(status: number, code: number, message: string): never {
  throw new Refusal(status, [{ code, message }])
}

/** Refuses a list for what was asked of it (filter-unknown-field, sort-malformed). */
export function refuseList(code: number, message: string): never {
  throw new Refusal(400, [{ code, message }], true)
}

/**
 * A refusal as a host's PHP lets it out. Once a list is refused, PrestaShop goes on reading the
 * array it did not get: PHP 7.4 and 8 add four complaints, and the status becomes 500.
 */
export function refusalBy(
  refusal: Refusal,
  php: Php,
): { status: number; errors: WebserviceError[] } {
  const { status, errors, isReadOn } = refusal
  if (!isReadOn || php < 7.4) return { status, errors }
  const complaints = [1333, 1334, 1335, 1336].map(line =>
    phpComplaint(
      php,
      'Trying to access array offset on value of type bool',
      `webservice/WebserviceRequest.php, line ${line}`,
    ),
  )
  return { status: 500, errors: [...errors, ...complaints] }
}

/**
 * What PHP says beside an answer. PrestaShop gives each level of PHP's errors a number of its own
 * below 16: 3 is a warning (PHP 8), 5 a notice (PHP 7).
 */
export function phpComplaint(php: Php, what: string, where: string): WebserviceError {
  const [code, level] = php < 8 ? [5, 'Notice #8'] : [3, 'Warning #2']
  return { code, message: `[PHP ${level}] ${what} (/srv/shop/classes/${where})` }
}

/**
 * "Did you mean", as PrestaShop guesses it: the nearest word by Levenshtein, the last of equals.
 */
export function closest(input: string, words: readonly string[]): string {
  let best = ''
  let shortest = Infinity
  for (const word of words) {
    const distance = levenshtein(input, word)
    if (distance <= shortest) {
      best = word
      shortest = distance
    }
  }
  return best
}

function levenshtein(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_none, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const [left = 0, above = 0, corner = 0] = [current[j - 1], previous[j], previous[j - 1]]
      current.push(Math.min(left + 1, above + 1, corner + cost))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}

export function refuseAll(status: number, errors: WebserviceError[]): never {
  throw new Refusal(status, errors)
}
