import fc from 'fast-check'
import { expect, it } from 'vitest'
import { printedMm, rollPage, type RollWidth } from '@/core/printing/paper'

const sizeIn = (rule: string) => {
  const found = /size: (\d+)mm (\d+)mm; margin: (\d+)mm (\d+)mm/.exec(rule)
  const [widthMm = 0, lengthMm = 0, above = 0, side = 0] = (found ?? []).slice(1).map(Number)
  return { widthMm, lengthMm, above, side }
}

it('says the page that a receipt of 96 pixels an inch takes', () => {
  expect(rollPage('80mm', 960)).toBe('@page receipt-80mm { size: 80mm 261mm; margin: 3mm 4mm; }')
  expect(rollPage('58mm', 960)).toBe('@page receipt-58mm { size: 58mm 261mm; margin: 3mm 5mm; }')
})

it('is always long enough, never two millimetres too long, and never lies on its side', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<RollWidth>('80mm', '58mm'),
      fc.double({ min: 0, max: 40_000, noNaN: true }),
      (roll, heightPx) => {
        const { widthMm, lengthMm, above, side } = sizeIn(rollPage(roll, heightPx))
        const contentMm = (heightPx * 25.4) / 96
        expect(widthMm - 2 * side).toBe(printedMm(roll))
        expect(lengthMm).toBeGreaterThan(widthMm)
        expect(lengthMm - 2 * above).toBeGreaterThan(contentMm)
        if (lengthMm > widthMm + 1) expect(lengthMm - 2 * above - contentMm).toBeLessThanOrEqual(2)
      },
    ),
  )
})
