import { computed, reactive, type ComputedRef } from 'vue'
import {
  combinationNameFrom,
  type Numbered,
  type NumberedFamily,
} from '@/core/catalogue/combinationNames'
import { fold } from '@/core/catalogue/search'

export interface TypedNames {
  nameOf: (article: Numbered) => string
  type: (articleId: string, name: string) => void
  /** Names that differ from the stored ones, by article. */
  changed: ComputedRef<ReadonlyMap<string, string>>
  /** Combinations whose name another one of the same product has too. */
  doubled: ComputedRef<ReadonlySet<string>>
}

/** Names of combinations while they are typed, none of them stored yet. */
export function useTypedNames(families: () => readonly NumberedFamily[]): TypedNames {
  const typed = reactive(new Map<string, string>())

  const nameOf = ({ articleId, numbered }: Numbered) =>
    typed.get(articleId) ?? numbered.byOwner ?? ''

  const changed = computed(() => {
    const all = families().flatMap(family => family.combinations)
    const names = all.map(one => [one, combinationNameFrom(nameOf(one))] as const)
    return new Map(
      names
        .filter(([one, name]) => name !== (one.numbered.byOwner ?? ''))
        .map(([one, name]) => [one.articleId, name]),
    )
  })

  const doubled = computed(() => new Set(families().flatMap(doubledIn)))

  function doubledIn({ combinations }: NumberedFamily): string[] {
    const byName = new Map<string, string[]>()
    for (const one of combinations) {
      const name = fold(combinationNameFrom(nameOf(one)))
      if (name !== '') byName.set(name, [...(byName.get(name) ?? []), one.articleId])
    }
    return [...byName.values()].filter(ids => ids.length > 1).flat()
  }

  return {
    nameOf,
    type: (articleId, name) => void typed.set(articleId, name),
    changed,
    doubled,
  }
}
