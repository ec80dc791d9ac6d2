import type { Till } from '@/till/context'
import * as storage from '@/storage/settings/settings'
import type {
  LastBackup,
  Settings,
  ShopConnection,
  SoundSettings,
} from '@/storage/settings/settings'

export type { LastBackup, Settings, ShopConnection, SoundSettings }

/** Settings are kept on this device; they follow the books, shop's or demo's. */
export function readSetting<Name extends keyof Settings>(
  till: Till,
  name: Name,
): Promise<Settings[Name] | undefined> {
  return storage.readSetting(till.tillDb, name)
}

export function keepSetting<Name extends keyof Settings>(
  till: Till,
  name: Name,
  value: Settings[Name],
): Promise<void> {
  return storage.keepSetting(till.tillDb, name, value)
}
