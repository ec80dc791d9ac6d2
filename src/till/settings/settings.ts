import type { TillContext } from '@/till/context'
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
  context: TillContext,
  name: Name,
): Promise<Settings[Name] | undefined> {
  return storage.readSetting(context.tillDb, name)
}

export function keepSetting<Name extends keyof Settings>(
  context: TillContext,
  name: Name,
  value: Settings[Name],
): Promise<void> {
  return storage.keepSetting(context.tillDb, name, value)
}
