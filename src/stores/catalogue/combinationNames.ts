import { until } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCatalogueStore } from './catalogue'
import { useConnectionStore } from './connection'
import { useSyncStore } from './sync'
import { usePeopleStore } from '@/stores/people/people'
import { useContext, useWorker } from '@/stores/useContext'
import { countUnnamed, numberedFamilies } from '@/core/catalogue/combinationNames'
import type { NamingResource } from '@/core/catalogue/connection'
import type { ShopError } from '@/core/errors'
import { countNumbered, heldMissingNamingRights } from '@/till/catalogue/heldNames'
import { nameCombinations } from '@/till/catalogue/nameCombinations'
import { withRight } from '@/till/people/withRight'
import { keepSetting, readSetting } from '@/till/settings/settings'

/** How reading the names again ended. */
export type NamesRead =
  /** The key may still not read all that is needed: `missing` says what. */
  | { kind: 'refused' }
  | { kind: 'unanswered'; error: ShopError }
  /** The sync did not end well: it says why itself. */
  | { kind: 'failed' }
  /** It was read, and waits for the owner like every change of theirs. */
  | { kind: 'waiting' }
  /** The shop named so many, and left so many without a name. */
  | { kind: 'read'; named: number; left: number }

/** Combinations that the shop's key cannot name: they are named by the owner, or by a wider key. */
export const useCombinationNamesStore = defineStore('combinationNames', () => {
  const context = useContext()
  const worker = useWorker()
  const catalogue = useCatalogueStore()
  const connection = useConnectionStore()
  const people = usePeopleStore()
  const sync = useSyncStore()
  const families = computed(() => numberedFamilies(catalogue.articles))
  const unnamed = computed(() => countUnnamed(families.value))
  /** What the key may not read, as last known; null before it is. */
  const missing = shallowRef<readonly NamingResource[] | null>(null)
  const isReading = shallowRef(false)
  const done = shallowRef<NamesRead | null>(null)
  const putAside = shallowRef(0)
  const isLoaded = shallowRef(false)
  /** More than when the owner put them aside: new articles are told of again. */
  const isCardDue = computed(() => isLoaded.value && unnamed.value.combinations > putAside.value)

  async function load(): Promise<void> {
    missing.value = await heldMissingNamingRights(context)
    putAside.value = (await readSetting(context, 'namingPutAside')) ?? 0
    isLoaded.value = true
  }

  /** Asks what the key may read now; where that is enough, reads all articles again. */
  async function readAgain(): Promise<void> {
    const shop = connection.connection
    if (isReading.value || !shop) return
    isReading.value = true
    done.value = null
    try {
      done.value = await read({ ...shop })
    } finally {
      isReading.value = false
    }
  }

  async function read(shop: NonNullable<typeof connection.connection>): Promise<NamesRead> {
    const rights = await worker.readMissingNamingRights(shop)
    if (!rights.ok) return { kind: 'unanswered', error: rights.error }
    missing.value = rights.value
    if (rights.value.length > 0) return { kind: 'refused' }
    // One that runs may have begun before the rights were there.
    await until(() => sync.isRunning).toBe(false)
    const before = await countNumbered(context)
    await sync.start({ trigger: 'hand', sweep: 'all' })
    if (sync.error) return { kind: 'failed' }
    if (sync.result?.run.outcome === 'waiting') return { kind: 'waiting' }
    const left = await countNumbered(context)
    return { kind: 'read', named: before - left, left }
  }

  async function aside(): Promise<void> {
    putAside.value = unnamed.value.combinations
    await keepSetting(context, 'namingPutAside', putAside.value)
  }

  /** Stores typed names, by article, where who serves may change articles or it is approved. */
  async function keep(typed: ReadonlyMap<string, string>): Promise<boolean> {
    const act = { permission: 'articles', about: { combinations: typed.size } } as const
    if (!(await people.approve(act, act.about))) return false
    const named = () => nameCombinations(context, typed)
    await withRight(context, { user: people.current, ...act }, named)
    return true
  }

  return {
    families,
    unnamed,
    missing,
    isReading,
    done,
    isCardDue,
    load,
    readAgain,
    aside,
    keep,
  }
})
