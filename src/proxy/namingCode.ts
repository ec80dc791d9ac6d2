import { randomInt, timingSafeEqual } from 'node:crypto'

/** Wrong codes after which another code is made. */
const MOST_WRONG = 5
const DIGITS = 8

/** The code that a person reads in the terminal, to choose the shop the proxy reaches. */
export interface NamingCode {
  /** Whether a typed code is right; spaces and dashes do not count. */
  isRight: (typed: string) => boolean
}

/**
 * Makes a code and shows it; after five wrong ones it makes and shows another, so that nobody on the
 * network can try them all.
 */
export function makeNamingCode(show: (code: string) => void): NamingCode {
  let code = newCode()
  let wrong = 0
  show(code)
  return {
    isRight: typed => {
      const given = Buffer.from(typed.replace(/[\s-]/g, ''))
      const own = Buffer.from(code.replace('-', ''))
      if (given.length === own.length && timingSafeEqual(given, own)) return true
      wrong += 1
      if (wrong >= MOST_WRONG) {
        wrong = 0
        code = newCode()
        show(code)
      }
      return false
    },
  }
}

function newCode(): string {
  const digits = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4)}`
}
