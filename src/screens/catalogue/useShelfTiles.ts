import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'
import { sameTiles, tilesOf, type Tile } from '@/components/catalogue/shelf'
import type { Article } from '@/core/catalogue/article'

/** Tiles of what is shown. A person's choice is drawn at once; a sync is drawn between taps. */
export function useShelfTiles(
  shown: Readonly<Ref<readonly Article[]>>,
  choices: WatchSource[],
  catalogue: WatchSource,
): ShallowRef<Tile[]> {
  const tiles = shallowRef(tilesOf(shown.value))
  let planned: ReturnType<typeof setTimeout> | undefined

  function draw(): void {
    clearTimeout(planned)
    tiles.value = sameTiles(tiles.value, tilesOf(shown.value))
  }

  /** In two tasks: each is over well within a frame, even on a slow tablet. */
  function drawBetweenTaps(): void {
    clearTimeout(planned)
    planned = setTimeout(() => {
      const next = sameTiles(tiles.value, tilesOf(shown.value))
      planned = setTimeout(() => (tiles.value = next))
    })
  }

  watch(choices, draw)
  watch(catalogue, drawBetweenTaps)
  onScopeDispose(() => clearTimeout(planned))
  return tiles
}
