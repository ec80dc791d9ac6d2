import type { Messages } from './keys'

/**
 * The messages of the demo's books. All they hold is sealed as no real sale, like a lesson
 * of the shop; but nobody began a lesson there, so it is called by the demo's own name.
 */
export function inDemo(messages: Messages): Messages {
  const { demoWords, sales, receipt, inspection } = messages
  return {
    ...messages,
    sales: { ...sales, training: demoWords.sale },
    receipt: { ...receipt, training: demoWords.paper },
    inspection: { ...inspection, lesson: demoWords.entry },
  }
}
