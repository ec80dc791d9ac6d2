import { beforeEach, expect } from 'vitest'
import { HubServer } from './hub'
import { SimulatedDevice } from './simulatedDevice'

export interface ThreeDevices {
  server: HubServer
  /** Founded the shop. */
  phone: SimulatedDevice
  tablet: SimulatedDevice
  /** May let others in, as the phone may. */
  counter: SimulatedDevice
}

/** Gives each test a shop of three devices that know of each other. */
export function withThreeDevices(
  running: Parameters<typeof SimulatedDevice.found>[1],
  use: (made: ThreeDevices) => void,
): void {
  beforeEach(async () => {
    const server = new HubServer()
    const phone = await SimulatedDevice.found('A', running)
    const tablet = await SimulatedDevice.make('B', running)
    const counter = await SimulatedDevice.make('C', running)
    await phone.letIn(tablet)
    await phone.letIn(counter, true)
    await visitAll(server, phone, tablet, counter, phone)
    use({ server, phone, tablet, counter })
  })
}

/** Each device in turn exchanges with the server, by a line that loses nothing. */
export async function visitAll(server: HubServer, ...devices: SimulatedDevice[]): Promise<void> {
  for (const device of devices) {
    expect(await device.visit(server.goodLine(), true)).toMatchObject({ fault: null })
  }
}
