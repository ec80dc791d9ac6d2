/** What was approved to be taken off list prices, in hundredths of a percent of them. */
export interface ApprovedOff {
  /** By the discount on the whole ticket, off any of its lines, those added later too. */
  anyLine: number
  /** Off single lines, by their ids, all discounts and lowered prices together. */
  byLine: Record<string, number>
}

export const NOTHING_APPROVED: ApprovedOff = { anyLine: 0, byLine: {} }

/** Without what was approved of some lines, or (null) of the whole ticket. */
export function forgetApproval(
  approved: ApprovedOff,
  lineIds: readonly string[] | null,
): ApprovedOff {
  if (lineIds === null) return NOTHING_APPROVED
  const others = Object.entries(approved.byLine).filter(([id]) => !lineIds.includes(id))
  return { ...approved, byLine: Object.fromEntries(others) }
}
