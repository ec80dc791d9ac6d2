import { playSound, type SoundName } from '@/components/ui/sounds'
import { useSoundStore } from '@/stores/scanning/sounds'

/** The sounds of the till, at the owner's volume. */
export function useSounds() {
  const store = useSoundStore()

  /** In a task of its own: the screen comes first. */
  function play(name: SoundName): void {
    const { isOn, volume } = store.sounds
    if (isOn && volume > 0) setTimeout(() => playSound(name, volume))
  }

  return { play }
}
