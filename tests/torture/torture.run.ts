import { test } from '@playwright/test'
import { KILLS_A_TILL } from './plan'
import { torment } from './torment'

const { COMPTOIR_TORTURE: text = '{}' } = process.env
const { seed, from, kills } = JSON.parse(text) as { seed: number; from: number; kills: number }
const startedAt = Date.now()

for (let first = from; first < from + kills; first += KILLS_A_TILL - (first % KILLS_A_TILL)) {
  const many = Math.min(KILLS_A_TILL - (first % KILLS_A_TILL), from + kills - first)
  test(`kills ${first} to ${first + many - 1} of seed ${seed}`, async () => {
    const begunAt = Date.now()
    const tally = await torment(seed, { from: first, kills: many })
    const ms = (Date.now() - begunAt) / many
    console.log(
      `${first + many - 1}: ${tally.sales} paid, ${tally.entries} entries, ${Math.round(ms)} ms a kill` +
        ` ${JSON.stringify(tally.of)} hindered ${JSON.stringify(tally.hindered)} ${Math.round((Date.now() - startedAt) / 1000)} s`,
    )
  })
}
