import { randomInt, timingSafeEqual } from 'node:crypto'

/** Wrong codes after which another code is made. */
const MOST_WRONG = 5
/**
 * Whoever reaches the server tries thousands of codes in a second, each with the same chance: twelve
 * digits keep them busy for years, where eight would have lasted a night.
 */
const GROUPS = 3
const GROUP_DIGITS = 4

/** The code that a person reads in the terminal, to choose the shop the proxy reaches. */
export interface NamingCode {
  /** Whether a typed code is right; spaces and dashes do not count. */
  isRight: (typed: string) => boolean
}

/**
 * Makes a code and shows it; after five wrong ones it makes and shows another, so that whoever reads
 * the terminal sees that somebody tries.
 */
export function makeNamingCode(show: (code: string) => void): NamingCode {
  let code = newCode()
  let wrong = 0
  show(code)
  return {
    isRight: typed => {
      const given = Buffer.from(typed.replace(/[\s-]/g, ''))
      const own = Buffer.from(code.replaceAll('-', ''))
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
  const group = () => String(randomInt(10 ** GROUP_DIGITS)).padStart(GROUP_DIGITS, '0')
  return Array.from({ length: GROUPS }, group).join('-')
}
