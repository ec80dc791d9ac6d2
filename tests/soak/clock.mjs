// The clock of the week: working hours run so many times as fast, nights are skipped. Everything asks
// the same function, so that page, worker and server agree. Only the date is changed: timers, frames
// and `performance.now()` stay real, so that what the till waits for, and what is measured, is honest.

/**
 * Replaces `Date`, in a page, in its worker or in Node. `startedAt` is the real time of the week's first
 * moment, `opensAt` what is then shown, `openMs` how long a day is open, by the clock shown.
 */
export function speedUp({ startedAt, opensAt, speed, openMs }) {
  const RealDate = globalThis.Date
  const now = () => {
    const open = Math.max(0, RealDate.now() - startedAt) * speed
    const day = Math.floor(open / openMs)
    return Math.floor(opensAt + day * 86_400_000 + (open - day * openMs))
  }
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, self) =>
      Reflect.construct(target, given.length > 0 ? given : [now()], self),
    apply: target => new target(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}

/** A week that begins next Monday at nine in Paris: `days` days in so many real minutes. */
export function weekOf({ minutes, days, speed }) {
  const startedAt = Date.now()
  const today = new Date(startedAt)
  const toMonday = ((8 - today.getUTCDay()) % 7) + 7
  const opensAt = Date.UTC(
    today.getUTCFullYear(),
    today.getUTCMonth(),
    today.getUTCDate() + toMonday,
    8,
  )
  return { startedAt, opensAt, speed, openMs: (minutes * 60_000 * speed) / days }
}

/** Day of the week that is on, from 0, and how much of its opening is over, from 0 to 1. */
export function placeIn({ startedAt, speed, openMs }) {
  const days = (Date.now() - startedAt) * (speed / openMs)
  return { day: Math.floor(days), share: days % 1 }
}
