// Figures as each language writes them.
const NARROW = '\u202f'
const FIXED = '\u00a0'

/** How a language writes numbers, times, sizes and ratios. */
export function wordsOf(language) {
  const isFrench = language === 'fr'
  const number = value => {
    const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
    const shown = value < 0.1 ? value.toPrecision(1) : value.toFixed(digits)
    const [whole, part] = String(Number(shown)).split('.')
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, isFrench ? NARROW : ',')
    return part ? `${grouped}${isFrench ? ',' : '.'}${part}` : grouped
  }
  const withUnit = (value, unit) => `${number(value)}${FIXED}${unit}`
  return {
    number,
    /** Milliseconds, in the unit that needs the fewest digits. */
    time(ms) {
      if (ms >= 1_000) return withUnit(ms / 1_000, 's')
      return ms < 0.1 ? withUnit(ms * 1_000, 'µs') : withUnit(ms, 'ms')
    },
    bytes: value => withUnit(value / 1e6, isFrench ? 'Mo' : 'MB'),
    day: iso => (isFrench ? iso.split('-').toReversed().join('/') : iso),
  }
}
