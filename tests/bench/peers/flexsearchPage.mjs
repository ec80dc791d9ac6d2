// FlexSearch: a document index that stores the articles, exported and imported piece by piece, as its documentation
// has it. `forward` finds beginnings of words; `full` would find their middle, for many times the memory (its table
// says n × (n − 1) entries a word). `fastupdate`, which it recommends where articles change, is off: its version 0.8.212
// cannot import an index that was exported with it (`t.add is not a function`).
import { Charset, Document } from 'flexsearch'
import { makeBench } from './contestant'
import { keptPieces, turn } from './keptPieces.mjs'
import { ANSWERS } from './questions'

const NAME = 'peer-flexsearch'
const makeIndex = () =>
  new Document({
    document: {
      id: 'articleId',
      store: true,
      index: [
        // Sounds that are written in different ways are one: its way of bearing a mistake.
        { field: 'name', tokenize: 'forward', encoder: Charset.LatinBalance },
        { field: 'barcodes[]', tokenize: 'strict', encoder: Charset.Exact },
      ],
    },
  })

const pieces = keptPieces(NAME)
let index = makeIndex()

async function keep() {
  const exported = []
  await index.export((key, text) => {
    if (text !== undefined) exported.push({ key, text })
  })
  await pieces.keep(exported)
}

async function load() {
  const exported = await pieces.read()
  index = makeIndex()
  for (const { key, text } of exported) await index.import(key, text)
}

const contestant = {
  databases: [NAME],
  lacks: ['middle'],
  async write(articles) {
    index = makeIndex()
    for (const article of articles) index.add(article)
    await keep()
  },
  open() {
    const loaded = load()
    return { codes: loaded, words: loaded }
  },
  byCode: code =>
    index.search(code, { index: 'barcodes[]', limit: 1, enrich: true })[0]?.result[0]?.doc,
  byWords: text =>
    (index.search(text, { index: 'name', limit: ANSWERS, enrich: true })[0]?.result ?? []).map(
      ({ doc }) => doc,
    ),
  read: ids => ids.map(id => index.get(id)),
  async change(articles) {
    for (const article of articles) index.update(article)
    await turn()
    await keep()
  },
}

globalThis.bench = makeBench(contestant)
