import type { InjectionKey, Ref } from 'vue'

/** Address of the picture folder of this space; the service worker answers it. */
export const PICTURE_FOLDER: InjectionKey<string> = Symbol('picture folder')

/** Changes when pictures have arrived: tiles without a picture then look again. */
export const PICTURES_ARRIVED: InjectionKey<Ref<number>> = Symbol('pictures arrived')

/** Called for each picture that was shown. */
export const PICTURE_SHOWN: InjectionKey<(pictureId: string) => void> = Symbol('picture shown')
