import { expect, it } from 'vitest'
import { isLocalNetworkRefused } from '@/printing/localNetwork'

const permissions = (states: Record<string, PermissionState>) =>
  ({
    query: ({ name }: { name: string }) =>
      name in states
        ? Promise.resolve({ state: states[name] })
        : Promise.reject(new TypeError(`${name} is no permission`)),
  }) as unknown as Permissions

it.each([
  [{ 'local-network': 'denied' }, true],
  [{ 'local-network-access': 'denied' }, true],
  [{ 'local-network': 'prompt', 'local-network-access': 'prompt' }, false],
  [{ 'local-network': 'granted' }, false],
  [{}, false],
] as const)('knows a refusal by either name: %j', async (states, isRefused) => {
  expect(await isLocalNetworkRefused(permissions(states))).toBe(isRefused)
})

it('knows of none where the browser has no permissions', async () => {
  expect(await isLocalNetworkRefused(undefined)).toBe(false)
})
