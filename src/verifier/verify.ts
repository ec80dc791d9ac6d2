/// <reference types="node" />
import { runVerify } from './command'

process.exitCode = await runVerify(process.argv.slice(2), {
  say: line => console.log(line),
  complain: line => console.error(line),
  language: process.env.LANG,
})
