import { playSound, type SoundName } from '@/components/ui/sounds'
import { useSoundStore } from '@/stores/scanning/sounds'

/** The sounds of the till, as loud as the owner wants them. */
export function useSounds() {
  const store = useSoundStore()

  /** In a task of its own: what is seen comes first. */
  function play(name: SoundName): void {
    const { isOn, volume } = store.sounds
    if (isOn && volume > 0) setTimeout(() => playSound(name, volume))
  }

  return { play }
}
