// RxDB on its free storage, Dexie: no plugin for development, no schema validation, one page alone (`multiInstance`
// off), `eventReduce` on, `bulkInsert` and `bulkUpsert` (rxdb.info, “Performance tips”).
import { createRxDatabase } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import { makeBench } from './contestant'
import { ANSWERS } from './questions'
import { fold } from '@/core/catalogue/search'

const NAME = 'peer-rxdb'
const text = (maxLength = 200) => ({ type: 'string', maxLength })
const whole = { type: 'integer' }
/** Its indexes take no lists: the first code has a field of its own, as names have without accents. */
const SCHEMA = {
  version: 0,
  primaryKey: 'articleId',
  type: 'object',
  properties: {
    articleId: text(40),
    code: text(20),
    folded: text(),
    name: text(),
    reference: text(),
    barcodes: { type: 'array', items: { type: 'string' } },
    departmentIds: { type: 'array', items: { type: 'string' } },
    priceCents: whole,
    ecotaxCents: whole,
    vatGroupId: text(),
    vatRate: whole,
    pictureId: text(),
    family: { type: ['object', 'null'] },
    position: whole,
    checkedAt: text(),
    retiredAt: { type: ['string', 'null'] },
    purchaseMicros: whole,
  },
  required: ['articleId', 'code'],
  indexes: ['code'],
}

let opening
function collection() {
  opening ??= createRxDatabase({
    name: NAME,
    storage: getRxStorageDexie(),
    multiInstance: false,
    eventReduce: true,
  })
    .then(db => db.addCollections({ articles: { schema: SCHEMA } }))
    .then(({ articles }) => articles)
  return opening
}

const asRow = article => ({ ...article, code: article.barcodes[0], folded: fold(article.name) })
const plain = document => document?.toJSON()

const contestant = {
  // It names its own: one for what it knows of itself, one for the rows.
  databases: [`rxdb-dexie-${NAME}--0--_rxdb_internal`, `rxdb-dexie-${NAME}--0--articles`],
  // A pattern is all that its free part has for words; for more it sells a plugin upon FlexSearch.
  lacks: ['wrong'],
  async write(articles) {
    const rows = await collection()
    const { error } = await rows.bulkInsert(articles.map(asRow))
    if (error.length > 0) throw new Error(`${error.length} rows were refused`)
  },
  open: () => ({ codes: collection(), words: collection() }),
  async byCode(code) {
    const rows = await collection()
    return plain(await rows.findOne({ selector: { code } }).exec())
  },
  async byWords(typed) {
    const rows = await collection()
    const $and = fold(typed)
      .split(' ')
      .map(word => ({ folded: { $regex: word } }))
    const selector = $and.length === 1 ? $and[0] : { $and }
    return (await rows.find({ selector, limit: ANSWERS }).exec()).map(plain)
  },
  async read(ids) {
    const rows = await collection()
    const found = await rows.findByIds(ids).exec()
    return ids.map(id => plain(found.get(id)))
  },
  async change(articles) {
    const rows = await collection()
    await rows.bulkUpsert(articles.map(asRow))
  },
}

globalThis.bench = makeBench(contestant)
