import { shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { fail, type ApprovalError, type Result } from '@/core/errors'
import type { Act } from '@/core/people/approval'
import type { SharingError } from '@/core/sharing/sharingError'

/** What is done with the shop's devices: one act at a time, once it is approved where it must be. */
export function useDeviceActs() {
  const people = usePeopleStore()
  const error = shallowRef<SharingError | ApprovalError | null>(null)
  const isBusy = shallowRef(false)

  /** Runs an act; its refusal is shown until the next one. */
  async function attempt<T>(
    act: Act | null,
    run: () => Promise<Result<T, SharingError | ApprovalError>>,
  ): Promise<T | undefined> {
    if (isBusy.value) return undefined
    isBusy.value = true
    error.value = null
    try {
      const mayRun = act === null || (await people.approve(act, act.about)) !== null
      const done = mayRun ? await run() : fail({ code: 'approval-missing', permission: 'users' })
      if (done.ok) return done.value
      error.value = done.error
      return undefined
    } finally {
      isBusy.value = false
    }
  }

  return { error, isBusy, attempt }
}
