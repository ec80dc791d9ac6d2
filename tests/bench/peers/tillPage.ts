import * as Comlink from 'comlink'
import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import { makeBench, type Contestant } from './contestant'
import type { benchWorker } from './tillWorker'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { provideContext } from '@/stores/useContext'
import { makeContext } from '@/till/makeContext'

/** This till: its own store in the page, and its own feed and tables in the worker, as `open.ts` joins them. */
const beside = Comlink.wrap<typeof benchWorker>(new Worker('tillWorker.js', { type: 'module' }))
const pinia = createPinia()
const app = createApp({}).use(pinia)
const context = makeContext('shop', 'bench', false)
provideContext(app, context, beside as unknown as Parameters<typeof provideContext>[2])
const store = app.runWithContext(() => useCatalogueStore(pinia))

const contestant: Contestant = {
  databases: ['comptoir-catalogue', 'comptoir-till'],
  // The articles are in the worker before, as they are once a sync has read them.
  prepare: count => beside.makeArticles(count),
  write: () => beside.write(),
  open() {
    const codes = beside.open().then(() => store.start())
    const words = new Promise<void>(resolve => {
      watch(
        () => store.isSearchable,
        isSo => isSo && resolve(),
        { flush: 'sync' },
      )
    })
    return { codes, words }
  },
  byCode: code => store.findByBarcode(code),
  byWords: text => store.search(text),
  read: ids => ids.map(id => store.articlesById.get(id)),
  change: articles => beside.change(articles),
}

Object.assign(window, { bench: makeBench(contestant) })
