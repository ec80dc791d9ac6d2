import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import { parseAgentAddress, type CounterAgent } from '@/core/settings/counterAgent'
import {
  forgetCounterAgent,
  pairCounterAgent,
  readCounterAgent,
  servesCounter,
  type NotPaired,
} from '@/till/settings/counterAgent'

/** Where this page reaches the counter's equipment. */
export const useCounterAgentStore = defineStore('counterAgent', () => {
  const context = useContext()
  const agent = shallowRef<CounterAgent | null>(null)
  const problem = shallowRef<NotPaired | 'address-wrong' | null>(null)
  /** The page's own server is in the shop, and serves the counter's devices; null until it is known. */
  const isServedHere = shallowRef<boolean | null>(null)

  async function read(): Promise<CounterAgent> {
    agent.value = await readCounterAgent(context, ownAddress())
    return agent.value
  }

  async function look(): Promise<void> {
    isServedHere.value = await servesCounter(ownAddress())
  }

  /** Pairs the page; `problem` says why it was not. True once it is. */
  async function pair(typedAddress: string, code: string): Promise<boolean> {
    const address = parseAgentAddress(typedAddress)
    problem.value = address ? await pairCounterAgent(context, address, code) : 'address-wrong'
    await read()
    return problem.value === null
  }

  async function forget(): Promise<void> {
    problem.value = null
    await forgetCounterAgent(context)
    await read()
  }

  return { agent, problem, isServedHere, read, look, pair, forget }
})

const ownAddress = () => new URL('./', document.baseURI).href
