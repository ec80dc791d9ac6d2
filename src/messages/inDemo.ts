import type { FirstMessages } from './keys'

/**
 * The messages in the demo's space. Every entry there is marked as training, like training in the
 * shop; but nobody turned training on, so these messages call it by the demo's name.
 */
export function inDemo(messages: FirstMessages): FirstMessages {
  const { demoWords, sales, receipt, inspection } = messages
  return {
    ...messages,
    sales: { ...sales, training: demoWords.sale },
    receipt: { ...receipt, training: demoWords.paper },
    inspection: { ...inspection, lesson: demoWords.entry },
  }
}
