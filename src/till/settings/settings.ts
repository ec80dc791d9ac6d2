import type { TillContext } from '@/till/context'
import * as storage from '@/storage/settings/settings'
import type {
  LastBackup,
  Settings,
  ShopConnection,
  SoundSettings,
} from '@/storage/settings/settings'

export type { LastBackup, Settings, ShopConnection, SoundSettings }

/** A setting of this device and of the context's space; undefined where it was never stored. */
export function readSetting<Name extends keyof Settings>(
  context: TillContext,
  name: Name,
): Promise<Settings[Name] | undefined> {
  return storage.readSetting(context.tillDb, name)
}

/** Stores a setting on this device, in the context's space. */
export function keepSetting<Name extends keyof Settings>(
  context: TillContext,
  name: Name,
  value: Settings[Name],
): Promise<void> {
  return storage.keepSetting(context.tillDb, name, value)
}
