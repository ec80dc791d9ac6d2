/** The browser's permission to reach devices of the network, under the names that it had so far. */
const PERMISSIONS = ['local-network', 'local-network-access']

/**
 * Whether the person, or who runs the device, refused this page the local network. False where it was
 * not asked for yet, and in browsers that ask for nothing.
 */
export async function isLocalNetworkRefused(
  permissions: Permissions | undefined = (globalThis.navigator as Partial<Navigator> | undefined)
    ?.permissions,
): Promise<boolean> {
  for (const name of PERMISSIONS) {
    try {
      const found = await permissions?.query({ name: name as PermissionName })
      if (found?.state === 'denied') return true
    } catch (error) {
      // A browser that does not know the name says so by this.
      if (!(error instanceof TypeError)) throw error
    }
  }
  return false
}
