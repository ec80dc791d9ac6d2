/**
 * A percentage as people type it (`10`, `12,5 %`), in hundredths of a percent. Undefined when the
 * text is not a percentage or is above 100 %.
 */
export function parsePercent(typed: string): number | undefined {
  const found = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[%\s]/g, ''))
  if (!found) return undefined
  const rate = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return rate <= 10_000 ? rate : undefined
}
