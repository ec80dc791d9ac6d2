import { test } from '@playwright/test'
import { KILLS_A_TILL } from '../../torture/plan'
import { torment } from '../../torture/torment'

/** Seed and kills are always these; `npm run torture` draws others, and many more. */
const SEED = 20
const KILLS = 200

for (let from = 0; from < KILLS; from += KILLS_A_TILL) {
  test(`kills ${from} to ${from + KILLS_A_TILL - 1} lose, double and halve nothing @long`, async () => {
    test.setTimeout(900_000)
    await torment(SEED, { from, kills: KILLS_A_TILL })
  })
}
