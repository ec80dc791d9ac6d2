import { makeBench } from './contestant'
import { dexieInMemory } from './dexiePages.mjs'

globalThis.bench = makeBench(dexieInMemory())
