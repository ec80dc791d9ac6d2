import { useIntervalFn } from '@vueuse/core'
import { shallowRef } from 'vue'
import type { PeopleError } from '@/core/errors'
import type { Member } from '@/core/people/user'
import { usePeopleStore } from '@/stores/people/people'

const STORE_EVERY_SECONDS = 5

/** Asks someone to touch their name and type their PIN; gives the error and the time to wait. */
export function usePinCheck(members: readonly Member[]) {
  const people = usePeopleStore()
  const chosenId = shallowRef<string | null>(null)
  const problem = shallowRef<PeopleError | null>(null)
  const waitSeconds = shallowRef(0)
  const isChecking = shallowRef(false)

  const [only, another] = members
  if (only && !another) void choose(only.userId)

  useIntervalFn(() => {
    if (waitSeconds.value === 0) return
    waitSeconds.value -= 1
    // What is left is stored now and then, so that a reload does not begin the wait again.
    const isToStore = waitSeconds.value % STORE_EVERY_SECONDS === 0
    if (isToStore) void recount().catch(reportError)
  }, 1_000)

  /** Reads what is left of the wait as the till counts it. */
  async function recount(): Promise<void> {
    const userId = chosenId.value
    const seconds = userId === null ? 0 : await people.secondsToWait(userId)
    if (chosenId.value !== userId) return
    waitSeconds.value = seconds
    if (seconds === 0 && problem.value?.code === 'pin-wait') problem.value = null
  }

  /** A wait that began before a reload goes on. */
  async function choose(userId: string | null): Promise<void> {
    chosenId.value = userId
    problem.value = null
    waitSeconds.value = 0
    const seconds = userId === null ? 0 : await people.secondsToWait(userId)
    if (chosenId.value === userId && seconds > 0) show({ code: 'pin-wait', seconds })
  }

  /** The chosen person, when their PIN is right; else null. */
  async function check(pin: string): Promise<Member | null> {
    if (chosenId.value === null || isChecking.value) return null
    isChecking.value = true
    try {
      const checked = await people.check(chosenId.value, pin)
      if (checked.ok) return checked.value
      show(checked.error)
      return null
    } finally {
      isChecking.value = false
    }
  }

  function show(error: PeopleError): void {
    problem.value = error
    waitSeconds.value = error.code === 'pin-wait' ? error.seconds : 0
  }

  return { chosenId, problem, waitSeconds, isChecking, choose, check }
}
