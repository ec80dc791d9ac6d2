import { useWorker } from '@/stores/useContext'
import type { SlowHash } from '@/till/people/hashSecret'

/** Hashes secrets in the worker, so that no tap waits meanwhile. */
export function useSlowHash(): SlowHash {
  const worker = useWorker()
  return (secret, salt, cost) => worker.hashSecret(secret, salt, cost)
}
