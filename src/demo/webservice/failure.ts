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
  ) {
    super(errors.map(error => error.message).join(' '))
  }
}

export function refuse(status: number, code: number, message: string): never {
  throw new Refusal(status, [{ code, message }])
}

/**
 * Refuses with four PHP warnings after the error: once a list is refused, PrestaShop goes on
 * reading the array it did not get (filter-unknown-field, sort-malformed).
 */
export function refuseWithWarnings(code: number, message: string): never {
  throw new Refusal(500, [
    { code, message },
    ...[1333, 1334, 1335, 1336].map(line =>
      phpWarning(
        'Trying to access array offset on value of type bool',
        `WebserviceRequest.php, line ${line}`,
      ),
    ),
  ])
}

export function phpWarning(what: string, where: string): WebserviceError {
  return { code: 3, message: `[PHP Warning #2] ${what} (/srv/shop/classes/webservice/${where})` }
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
