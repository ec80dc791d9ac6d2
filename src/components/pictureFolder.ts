import type { InjectionKey } from 'vue'

/** Address of the folder the pictures of these books are in; the service worker answers it. */
export const PICTURE_FOLDER: InjectionKey<string> = Symbol('picture folder')
