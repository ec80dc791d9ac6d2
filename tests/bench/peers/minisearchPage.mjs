// MiniSearch: all fields stored with the index, so that an answer is an article; the index is kept as its JSON and
// loaded by `loadJSON`, as its documentation has it.
import MiniSearch from 'minisearch'
import { makeBench } from './contestant'
import { keptPieces, turn } from './keptPieces.mjs'
import { ANSWERS } from './questions'
import { fold } from '@/core/catalogue/search'

const NAME = 'peer-minisearch'
const OPTIONS = {
  idField: 'articleId',
  fields: ['name', 'code'],
  storeFields: [
    'articleId', 'name', 'reference', 'barcodes', 'departmentIds', 'priceCents', 'ecotaxCents', 'vatGroupId',
    'vatRate', 'pictureId', 'family', 'position', 'checkedAt', 'retiredAt', 'purchaseMicros',
  ], // prettier-ignore
  extractField: (article, field) => (field === 'code' ? article.barcodes[0] : article[field]),
  // Accents are the reader's own to take off (“Term processing”).
  processTerm: fold,
}
/** As its page shows them: beginnings of words, and one letter in five may be another. */
const WORDS = { fields: ['name'], prefix: true, fuzzy: 0.2, combineWith: 'AND' }
const CODE = { fields: ['code'], prefix: false, fuzzy: false }

const pieces = keptPieces(NAME)
let index = new MiniSearch(OPTIONS)
const keep = () => pieces.keep([{ key: 'index', text: JSON.stringify(index) }])

const contestant = {
  databases: [NAME],
  lacks: ['middle'],
  write(articles) {
    index = new MiniSearch(OPTIONS)
    index.addAll(articles)
    return keep()
  },
  open() {
    const loaded = pieces
      .read()
      .then(([piece]) => (index = MiniSearch.loadJSON(piece.text, OPTIONS)))
    return { codes: loaded, words: loaded }
  },
  byCode: code => index.search(code, CODE)[0],
  byWords: text => index.search(text, WORDS).slice(0, ANSWERS),
  read: ids => ids.map(id => index.getStoredFields(id)),
  async change(articles) {
    articles.forEach(article => index.replace(article))
    await turn()
    await keep()
  },
}

globalThis.bench = makeBench(contestant)
