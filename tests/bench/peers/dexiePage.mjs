import { makeBench } from './contestant'
import { dexieOnDisk } from './dexiePages.mjs'

globalThis.bench = makeBench(dexieOnDisk())
