import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import { keepSetting, readSetting, type SoundSettings } from '@/till/settings/settings'

const USUAL: SoundSettings = { isOn: true, volume: 60 }

/** Whether the till makes sounds, and how loud, as the owner set it on this device. */
export const useSoundStore = defineStore('sounds', () => {
  const context = useContext()
  const sounds = shallowRef<SoundSettings>(USUAL)

  async function start(): Promise<void> {
    sounds.value = (await readSetting(context, 'sounds')) ?? USUAL
  }

  async function save(wanted: Partial<SoundSettings>): Promise<void> {
    const next = { ...sounds.value, ...wanted }
    await keepSetting(context, 'sounds', next)
    sounds.value = next
  }

  return { sounds, start, save }
})
