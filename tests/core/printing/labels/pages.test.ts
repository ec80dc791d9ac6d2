import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  LABEL_PAPERS,
  labelPaper,
  labelsAPage,
  placeMm,
  type LabelPaper,
} from '@/core/printing/labels/labelPapers'
import { labelPages, pageRules, usedAfter, withCopies } from '@/core/printing/labels/pages'
import { isRoll, printedMm } from '@/core/printing/paper'

/** Floats of millimetres, to a thousandth of one. */
const round = (mm: number) => Math.round(mm * 1000) / 1000
const papers = fc.constantFrom<LabelPaper>(...LABEL_PAPERS)
const begun = papers.chain(paper =>
  fc.record({
    paper: fc.constant(paper),
    used: isRoll(paper.paperWidth) ? fc.constant(0) : fc.nat({ max: labelsAPage(paper) - 1 }),
    items: fc.array(fc.nat(), { maxLength: 200 }),
  }),
)

describe('the papers', () => {
  // Left, top and the steps to the next, as the makers' templates say them.
  it.each([
    ['70x37', 24, 0, 0.5, 70, 37],
    ['70x36', 24, 0, 4.5, 70, 36],
    ['63x38', 21, 7.21, 15.15, 66.04, 38.1],
    ['52x30', 40, 0, 0, 52.5, 29.7],
    ['38x21', 65, 4.75, 10.7, 40.6, 21.2],
    ['99x38', 14, 4.65, 15.15, 101.6, 38.1],
    ['105x37', 16, 0, 0.5, 105, 37],
  ])('%s has %i labels from %d mm and %d mm on', (paperId, count, left, top, across, down) => {
    const paper = labelPaper(paperId)
    expect(labelsAPage(paper)).toBe(count)
    const at = (place: number) => {
      const { leftMm, topMm } = placeMm(paper, place)
      return [round(leftMm), round(topMm)]
    }
    expect(at(0)).toEqual([left, top])
    expect(at(1)).toEqual([round(left + across), top])
    expect(at(paper.columns)).toEqual([left, round(top + down)])
  })

  it('leave white what printers do not reach, and room for what is written', () => {
    for (const paper of LABEL_PAPERS.filter(one => !isRoll(one.paperWidth))) {
      const first = placeMm(paper, 0)
      // Most printers need 4.2 mm; some of them 5 at the top.
      expect(first.leftMm + paper.inset.xMm).toBeGreaterThanOrEqual(4.2)
      expect(first.topMm + paper.inset.yMm).toBeGreaterThanOrEqual(4.2)
      const { nameMm, nameLines, priceMm, smallMm } = paper.text
      // Lines of 1.15, the price of 1.1; a scanner wants bars of 4 mm.
      const least = 1.15 * (nameMm * nameLines + 2 * smallMm) + 1.1 * priceMm + 4
      expect(paper.heightMm - 2 * paper.inset.yMm).toBeGreaterThan(least)
    }
  })

  it('on a roll are as wide as its printer prints', () => {
    for (const paper of LABEL_PAPERS) {
      if (isRoll(paper.paperWidth)) expect(paper.widthMm).toBe(printedMm(paper.paperWidth))
    }
  })
})

describe('labels on their pages', () => {
  it('are all there, in order, and begin where the sheet was begun', () => {
    fc.assert(
      fc.property(begun, ({ paper, used, items }) => {
        const pages = labelPages(items, paper, used)
        expect(pages.flatMap(page => page.labels.map(one => one.item))).toEqual(items)
        const [first] = pages[0]?.labels ?? []
        if (first) expect(first).toMatchObject(placeMm(paper, used))
        expect(pages.every(page => page.labels.length > 0)).toBe(true)
        for (const page of pages.slice(1, -1)) expect(page.labels).toHaveLength(labelsAPage(paper))
      }),
    )
  })

  it('never overlap, and never leave their page', () => {
    fc.assert(
      fc.property(begun, ({ paper, used, items }) => {
        for (const page of labelPages(items, paper, used)) {
          const boxes = page.labels.map(({ leftMm, topMm }) => ({
            left: round(leftMm),
            top: round(topMm),
            right: round(leftMm + paper.widthMm),
            bottom: round(topMm + paper.heightMm),
          }))
          for (const [at, box] of boxes.entries()) {
            expect(box.left).toBeGreaterThanOrEqual(0)
            expect(box.top).toBeGreaterThanOrEqual(0)
            expect(box.right).toBeLessThanOrEqual(page.widthMm)
            expect(box.bottom).toBeLessThanOrEqual(page.heightMm)
            const meets = boxes.some(
              (other, index) =>
                index > at &&
                other.left < box.right &&
                box.left < other.right &&
                other.top < box.bottom &&
                box.top < other.bottom,
            )
            expect(meets).toBe(false)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('printed in two goes stand where they would in one', () => {
    fc.assert(
      fc.property(begun, fc.nat({ max: 200 }), ({ paper, used, items }, cut) => {
        const one = labelPages(items, paper, used).flatMap(page => page.labels)
        const early = items.slice(0, cut)
        const first = labelPages(early, paper, used).flatMap(page => page.labels)
        const then = labelPages(items.slice(cut), paper, usedAfter(early.length, paper, used))
        if (!isRoll(paper.paperWidth)) {
          expect([...first, ...then.flatMap(page => page.labels)]).toEqual(one)
        }
      }),
    )
  })

  it('refuse a begun sheet that has none left', () => {
    expect(() => labelPages(['a'], labelPaper('70x37'), 24)).toThrow('has labels left')
    expect(() => labelPages(['a'], labelPaper('70x37'), -1)).toThrow('has labels left')
  })

  it('come copy after copy', () => {
    const wanted = [
      { item: 'a', copies: 2 },
      { item: 'b', copies: 0 },
      { item: 'c', copies: 1 },
    ]
    expect(withCopies(wanted)).toEqual(['a', 'a', 'c'])
  })
})

describe('the rules of the pages', () => {
  it('say each size once, and the first for browsers that know no names', () => {
    const sheets = labelPages(Array.from({ length: 50 }), labelPaper('70x37'), 0)
    expect(pageRules(sheets)).toBe(
      '@page { size: 210mm 297mm; margin: 0; }\n@page labels-2970 { size: 210mm 297mm; margin: 0; }',
    )
    const roll = labelPages(Array.from({ length: 21 }), labelPaper('80mm'), 0)
    expect(roll.map(page => [page.widthMm, page.heightMm])).toEqual([
      [80, 806],
      // Never wider than long: a browser would turn it.
      [80, 81],
    ])
    expect(pageRules(roll).split('\n')).toHaveLength(3)
  })
})
