import type { InjectionKey, Ref } from 'vue'

/** Address of the folder the pictures of these books are in; the service worker answers it. */
export const PICTURE_FOLDER: InjectionKey<string> = Symbol('picture folder')

/** Moves when pictures have arrived: tiles that had none then look again. */
export const PICTURES_ARRIVED: InjectionKey<Ref<number>> = Symbol('pictures arrived')

/** Told of each picture that was shown. */
export const PICTURE_SHOWN: InjectionKey<(pictureId: string) => void> = Symbol('picture shown')
