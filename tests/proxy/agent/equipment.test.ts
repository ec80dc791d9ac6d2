import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectTo, NotConnected } from '@/proxy/agent/connect'
import { isCounterAddress, isLoopback } from '@/proxy/agent/counterAddress'
import { parseEquipment, type Equipment } from '@/proxy/agent/equipment'
import { equipmentOf } from '@/proxy/agent/equipmentOf'
import { oneAtATime } from '@/proxy/agent/oneAtATime'

const STRICT = { allowsLoopback: false }
const LOOSE = { allowsLoopback: true }
const untold = (fault: string) => {
  throw new Error(fault)
}

describe('an address of the counter', () => {
  it.each([
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.60',
    '169.254.7.7',
    '::ffff:192.168.1.60',
    'fd00::1',
    'fc12:3456::1',
    'fe80::1',
    'FE80::1%eth0',
  ])('%s is of the shop’s network', ip => expect(isCounterAddress(ip)).toBe(true))

  it.each([
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.1.1',
    '100.64.0.1',
    '127.0.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '2001:db8::1',
    '2a01:e0a::1',
    'ff02::1',
    'fec0::1',
    '192.168.1',
    '192.168.1.060',
    'example.com',
    '',
  ])('%s is not', ip => expect(isCounterAddress(ip)).toBe(false))

  it.each(['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'])('%s is this machine', ip =>
    expect(isLoopback(ip)).toBe(true),
  )
  it.each(['128.0.0.1', '::2', '192.168.1.1'])('%s is another machine', ip =>
    expect(isLoopback(ip)).toBe(false),
  )
})

describe('the equipment that the environment lists', () => {
  it('is none by itself', () => {
    expect(equipmentOf({})).toEqual({ list: [], faults: [], allowsLoopback: false })
    expect(parseEquipment('printer', ' , ', STRICT, untold)).toEqual([])
  })

  it('has a kind, a name, an address and the port of its kind', () => {
    const { list } = equipmentOf({
      COMPTOIR_TERMINAL: 'Comptoir=192.168.1.60, 192.168.1.61:8888',
      COMPTOIR_PRINTER: '[fd00::5]:9100,imprimante.local',
    })
    expect(list.map(({ id: _id, ...rest }) => rest)).toEqual([
      { kind: 'terminal', name: 'Comptoir', host: '192.168.1.60', port: 8888 },
      { kind: 'terminal', name: '', host: '192.168.1.61', port: 8888 },
      { kind: 'printer', name: '', host: 'fd00::5', port: 9100 },
      { kind: 'printer', name: '', host: 'imprimante.local', port: 9100 },
    ])
  })

  it('keeps its id in any order and under any name, and by no other address', () => {
    const [one, other] = parseEquipment('terminal', '192.168.1.60,192.168.1.61', STRICT, untold)
    const turned = 'B=192.168.1.61,A=192.168.1.60'
    const [otherAgain, again] = parseEquipment('terminal', turned, STRICT, untold)
    expect([again?.id, otherAgain?.id]).toEqual([one?.id, other?.id])
    expect(one?.id).not.toBe(other?.id)
    expect(one?.id).not.toContain('192')
  })

  it.each([
    'http://192.168.1.60',
    '192.168.1.60:22',
    '192.168.1.60:8888:8888',
    '192.168.1.60/x',
    'a b',
    '-x',
    'x=',
  ])('%s is told, left out, and costs no other device', listed => {
    const { list, faults } = equipmentOf({
      COMPTOIR_TERMINAL: `192.168.1.60,${listed},192.168.1.61`,
      COMPTOIR_PRINTER: '192.168.1.50',
    })
    expect(list.map(({ host }) => host)).toEqual(['192.168.1.60', '192.168.1.61', '192.168.1.50'])
    expect(faults).toMatchObject([{ variable: 'COMPTOIR_TERMINAL' }])
    expect(faults[0]?.text).toMatch(/^COMPTOIR_TERMINAL : .*relancez le serveur\.$/)
  })

  it('has an address once, and twenty of a kind at most; the rest is told', () => {
    const twice = equipmentOf({ COMPTOIR_PRINTER: 'A=192.168.1.50,B=192.168.1.50' })
    expect(twice.list.map(({ name }) => name)).toEqual(['A'])
    expect(twice.faults).toHaveLength(1)
    const many = Array.from({ length: 21 }, (_one, index) => `10.0.0.${index}`).join(',')
    const { list, faults } = equipmentOf({ COMPTOIR_PRINTER: many })
    expect([list.length, faults.length]).toEqual([20, 1])
  })

  it('may be at another port for a test alone', () => {
    expect(parseEquipment('terminal', '127.0.0.1:4000', LOOSE, untold)[0]?.port).toBe(4000)
  })
})

describe('connecting to equipment', () => {
  let server: Server
  let at: Equipment
  beforeAll(async () => {
    server = createServer(socket => socket.end('here'))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    at = { id: 'x', kind: 'printer', name: '', host: '127.0.0.1', port }
  })
  afterAll(() => server.close())

  const whyNot = (equipment: Equipment, rules: typeof STRICT) =>
    connectTo(equipment, rules).then(
      () => 'connected',
      (error: unknown) => (error instanceof NotConnected ? error.why : String(error)),
    )

  it('reaches it', async () => {
    const socket = await connectTo(at, LOOSE)
    const heard = await new Promise(resolve => socket.once('data', part => resolve(String(part))))
    expect(heard).toBe('here')
    socket.destroy()
  })

  it.each([
    ['an address of this machine', { host: '127.0.0.1' }],
    ['a name of this machine', { host: 'localhost' }],
    ['an address written as one number', { host: '2130706433' }],
    ['a public address', { host: '192.0.2.1' }],
  ])('refuses %s', async (_what, change) => {
    expect(await whyNot({ ...at, ...change }, STRICT)).toBe('not-private')
  })

  it('says that nobody is there', async () => {
    const gone = createServer()
    await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve))
    const { port } = gone.address() as AddressInfo
    await new Promise(resolve => gone.close(resolve))
    expect(await whyNot({ ...at, port }, LOOSE)).toBe('unreachable')
    expect(await whyNot({ ...at, host: 'nobody.invalid' }, LOOSE)).toBe('unreachable')
  })
})

it('gives a device to one at a time', () => {
  const inUse = oneAtATime()
  const release = inUse.take('a')
  expect(release).toBeDefined()
  expect(inUse.take('a')).toBeUndefined()
  expect(inUse.take('b')).toBeDefined()
  release?.()
  expect(inUse.take('a')).toBeDefined()
})
