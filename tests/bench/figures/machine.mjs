// The machine that measured, as the manual tells of it.
import { cpus, totalmem } from 'node:os'

/** `browser` names the browser and its version. */
export const machineOf = browser => ({
  browser,
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 1e9),
})

/** When and under what load a part was measured. */
export const circumstances = load => ({
  measuredOn: new Date().toISOString().slice(0, 10),
  load: Math.round(load * 10) / 10,
})
