import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aTill } from '../support/factory'
import { readingsOfText } from '@/core/scanning/readings'
import { useScanTaking } from '@/screens/scanning/useScanTaking'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { useScannerStore, type ScanOutcome } from '@/stores/scanning/scanner'
import { useSoundStore } from '@/stores/scanning/sounds'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

interface Heard {
  hertz: number
  loudest: number
  fromS: number
}
let heard: Heard[] = []
let woken = 0
let opened = 0
let isSheetOpen = false

class FakeNode {
  connect = <Next>(next: Next) => next
}

class FakeContext {
  constructor() {
    opened += 1
  }
  readonly state = 'suspended'
  readonly currentTime = 10
  readonly destination = new FakeNode()
  resume = () => Promise.resolve(void (woken += 1))
}

class FakeGain extends FakeNode {
  loudest = 0
  readonly gain = {
    setTargetAtTime: (share: number) => (this.loudest = Math.max(this.loudest, share)),
  }
}

class FakeOscillator extends FakeNode {
  private to: FakeGain | undefined
  constructor(
    _context: FakeContext,
    private readonly how: { frequency: number },
  ) {
    super()
  }
  override connect = <Next>(next: Next) => {
    if (next instanceof FakeGain) this.to = next
    return next
  }
  start(atS: number): void {
    heard.push({ hertz: this.how.frequency, loudest: this.to?.loudest ?? 0, fromS: atS - 10 })
  }
  stop = () => undefined
}

vi.stubGlobal('AudioContext', FakeContext)
vi.stubGlobal('OscillatorNode', FakeOscillator)
vi.stubGlobal('GainNode', FakeGain)
vi.stubGlobal('document', { querySelector: () => (isSheetOpen ? {} : null) })

const OK = [1_660]
const UNKNOWN = [620, 390]
const REFUSED = [240, 240]

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
  setActivePinia(createPinia())
  heard = []
  woken = 0
  isSheetOpen = false
})

/** As the page has them when it is loaded: no sound was opened yet. */
async function freshSounds() {
  vi.resetModules()
  return import('@/components/ui/sounds')
}

/** Scans a code that the screen makes this of; what is heard then, in its order. */
async function scanned(outcome: ScanOutcome): Promise<number[]> {
  const stop = useScannerStore().listen(() => outcome)
  useScanTaking().take({ readings: readingsOfText('3760000000017'), strokes: [] })
  await new Promise(resolve => setTimeout(resolve))
  stop()
  return heard.toSorted((a, b) => a.fromS - b.fromS).map(({ hertz }) => hertz)
}

describe('a scan is heard', () => {
  it.each<[ScanOutcome, number[]]>([
    ['taken', OK],
    ['unknown', UNKNOWN],
    ['refused', REFUSED],
    ['receipt-unknown', REFUSED],
  ])('%s as it went', async (outcome, tones) => {
    expect(await scanned(outcome)).toEqual(tones)
  })

  it('as refused during a payment, behind a sheet, and where no screen wants it', async () => {
    usePaymentPhaseStore().ask('ticket')
    expect(await scanned('taken')).toEqual(REFUSED)
    usePaymentPhaseStore().close('ticket')
    heard = []
    isSheetOpen = true
    expect(await scanned('taken')).toEqual(REFUSED)
    isSheetOpen = false
    heard = []
    expect(await scanned('taken')).toEqual(OK)
  })

  it('wakes a browser that gives no sound yet', async () => {
    await scanned('unknown')
    expect(woken).toBe(1)
  })
})

it('opens the sound of the device once, at rest after the first touch', async () => {
  const { playSound, prepareSound } = await freshSounds()
  opened = 0
  const page = new EventTarget() as Window & typeof globalThis
  const idle: (() => void)[] = []
  page.requestIdleCallback = (act: IdleRequestCallback) => idle.push(act as () => void)
  prepareSound(page)
  expect(idle).toHaveLength(0)
  page.dispatchEvent(new Event('pointerup'))
  page.dispatchEvent(new Event('keyup'))
  expect([idle.length, opened]).toEqual([1, 0])
  idle[0]?.()
  expect(opened).toBe(1)
  playSound('ok', 50)
  expect([opened, heard.length]).toEqual([1, 1])
})

describe('the owner', () => {
  it('sets how loud, and finds it so after a restart', async () => {
    await useSoundStore().save({ volume: 100 })
    await scanned('taken')
    await useSoundStore().save({ volume: 20 })
    await scanned('taken')
    const [loud, soft] = heard.map(({ loudest }) => loudest)
    expect(soft! / loud!).toBeCloseTo(0.2)
    setActivePinia(createPinia())
    await useSoundStore().start()
    expect(useSoundStore().sounds).toEqual({ isOn: true, volume: 20 })
  })

  it.each([{ isOn: false }, { volume: 0 }])('hears nothing with %o', async wanted => {
    await useSoundStore().save(wanted)
    expect(await scanned('taken')).toEqual([])
    expect(await scanned('unknown')).toEqual([])
  })
})
