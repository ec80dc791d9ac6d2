import { type ApprovedOff, NOTHING_APPROVED } from './ticket'

/** The approvals without the approval of some lines, or (null) without any approval. */
export function forgetApproval(
  approved: ApprovedOff,
  lineIds: readonly string[] | null,
): ApprovedOff {
  if (lineIds === null) return NOTHING_APPROVED
  const without = (byLine: Record<string, number>) =>
    Object.fromEntries(Object.entries(byLine).filter(([id]) => !lineIds.includes(id)))
  return {
    ...approved,
    byLine: without(approved.byLine),
    byLineCents: without(approved.byLineCents ?? {}),
  }
}

/** The approvals without the approval of the discount on the whole ticket. */
export const forgetTicketApproval = ({ byLine, byLineCents = {} }: ApprovedOff): ApprovedOff => ({
  ...NOTHING_APPROVED,
  byLine,
  byLineCents,
})
