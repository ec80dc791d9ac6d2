// The machine that measured, as the manual tells of it.
import { cpus, totalmem } from 'node:os'

/** `browser` names the browser and its version. */
export const machineOf = browser => ({
  browser,
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 1e9),
})
