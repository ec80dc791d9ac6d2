import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import { buildSearchIndex } from '@/core/catalogue/search'
import { nearPositions, patchFor, searchPositions } from '@/core/catalogue/searchPatch'
import { inDepartmentOrder } from '@/core/catalogue/shelfOrder'

const word = fc.constantFrom('the', 'vert', 'menthe', 'verveine', 'miel', 'œuf')
const articles = fc.uniqueArray(
  fc
    .record({
      articleId: fc.nat(12).map(id => `ps-${id}`),
      name: fc.array(word, { maxLength: 3 }).map(words => words.join(' ')),
      reference: fc.constantFrom('', 'the', 'REF 1', 'REF 2', 'vert'),
      barcodes: fc.subarray(['3760000000017', 'the']),
      position: fc.nat(3),
    })
    .map(values => anArticle(values)),
  { selector: article => article.articleId },
)
const names = new Map([['ps-8', 'Infusions']])
const query = fc.oneof(
  word,
  fc.constantFrom('v', 'the v', 'REF', 'ref 1', '376', 'vertu', 'mennthe'),
)

const isFoundAlike = (one: Article, other: Article) =>
  JSON.stringify([one.name, one.reference, one.barcodes, one.position]) ===
  JSON.stringify([other.name, other.reference, other.barcodes, other.position])

it('a patched index finds what one built anew finds, in its order', () => {
  let found = 0
  fc.assert(
    fc.property(
      articles,
      articles,
      query,
      fc.integer({ min: 1, max: 5 }),
      (before, after, text, limit) => {
        // Many articles are in both lists, some of them changed.
        const kept = before.filter((_, at) => at % 3 !== 0)
        const byId = new Map([...after, ...kept].map(one => [one.articleId, one]))
        const [old, next] = [
          inDepartmentOrder(before, []),
          inDepartmentOrder([...byId.values()], []),
        ]
        const whole = buildSearchIndex(old, names)
        const patched = { whole, patch: patchFor(whole, old, next, names, isFoundAlike) }
        const anew = { whole: buildSearchIndex(next, names), patch: null }

        const positions = searchPositions(patched, text, limit)
        found += positions.length
        expect(positions).toEqual(searchPositions(anew, text, limit))
        expect(nearPositions(patched, text, limit)).toEqual(nearPositions(anew, text, limit))
      },
    ),
    { numRuns: 1_000 },
  )
  expect(found).toBeGreaterThan(500)
})
