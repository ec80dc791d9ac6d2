/** Room for pictures when the owner set no other, in megabytes of 1 000 000 bytes. */
export const DEFAULT_PICTURE_BUDGET_MB = 100
