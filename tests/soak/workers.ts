import type { CDPSession, Page } from '@playwright/test'

/** A thread beside the page, reached by the browser's debugging protocol. */
export interface Thread {
  url: string
  send: (method: string, parameters?: object) => Promise<Record<string, unknown>>
}

interface Answer {
  id?: number
  result?: Record<string, unknown>
  error?: { message: string }
}

/**
 * Follows the workers of a page, from their first line on: each runs `script` before its own. The
 * list holds those that live.
 */
export async function followWorkers(page: Page, script: string): Promise<Map<string, Thread>> {
  const devtools = await page.context().newCDPSession(page)
  const threads = new Map<string, Thread>()
  const waiting = new Map<string, (answer: Answer) => void>()
  devtools.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const answer = JSON.parse(message) as Answer
    waiting.get(`${sessionId} ${answer.id}`)?.(answer)
  })
  devtools.on('Target.detachedFromTarget', ({ sessionId }) => threads.delete(sessionId))
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const send = sender(devtools, sessionId, waiting)
    if (targetInfo.type === 'worker') threads.set(sessionId, { url: targetInfo.url, send })
    const begin = async () => {
      await send('Runtime.evaluate', { expression: script })
      await send('Runtime.runIfWaitingForDebugger')
    }
    // A thread that ends before it began needs no clock.
    begin().catch(() => threads.delete(sessionId))
  })
  await devtools.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: false,
  })
  return threads
}

function sender(
  devtools: CDPSession,
  sessionId: string,
  waiting: Map<string, (answer: Answer) => void>,
): Thread['send'] {
  let last = 0
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      last += 1
      const key = `${sessionId} ${last}`
      waiting.set(key, ({ result, error }) => {
        waiting.delete(key)
        if (error) reject(new Error(`${method}: ${error.message}`))
        else resolve(result ?? {})
      })
      const message = JSON.stringify({ id: last, method, params })
      devtools.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject)
    })
}
