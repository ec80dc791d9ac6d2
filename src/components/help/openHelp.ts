import type { InjectionKey } from 'vue'

/** Opens a page of the manual over what is on the screen. It is absent before the till is open. */
export const OPEN_HELP: InjectionKey<(page: string) => void> = Symbol('open help')
