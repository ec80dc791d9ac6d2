/** A screen of the device, as the browser's window management tells it. */
interface ScreenOfDevice {
  availLeft: number
  availTop: number
  availWidth: number
  availHeight: number
}
interface ScreensOfDevice {
  currentScreen: ScreenOfDevice
  screens: readonly ScreenOfDevice[]
}
interface ManagedWindow {
  getScreenDetails?: () => Promise<ScreensOfDevice>
}

/**
 * Opens a page of the till in a window of its own, on the screen that the till is not on where the
 * browser knows of one. False where the browser blocks it.
 */
export async function openOnOtherScreen(address: string, name: string): Promise<boolean> {
  const other = await findOtherScreen()
  const features = other
    ? `popup,left=${other.availLeft},top=${other.availTop},width=${other.availWidth},height=${other.availHeight}`
    : 'popup,width=1024,height=640'
  return window.open(address, name, features) !== null
}

async function findOtherScreen(): Promise<ScreenOfDevice | undefined> {
  const managed = window as unknown as ManagedWindow
  if (!managed.getScreenDetails) return undefined
  try {
    const { screens, currentScreen } = await managed.getScreenDetails()
    return screens.find(one => one !== currentScreen)
  } catch (error) {
    // The person said no: a plain window can be moved by hand.
    if (error instanceof DOMException) return undefined
    throw error
  }
}
