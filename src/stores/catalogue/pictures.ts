import { defineStore } from 'pinia'
import { useWorker } from '@/stores/useContext'

const TOLD_EVERY_MS = 60_000

/** Notes which pictures were on the screen: when room is short, they are the last to be deleted. */
export const usePictureStore = defineStore('pictures', () => {
  const worker = useWorker()
  const seen = new Set<string>()

  function tell(): void {
    if (seen.size === 0) return
    const pictureIds = [...seen]
    seen.clear()
    void worker.notePicturesSeen(pictureIds)
  }

  function start(): void {
    setInterval(tell, TOLD_EVERY_MS)
  }

  return { note: (pictureId: string) => seen.add(pictureId), start }
})
