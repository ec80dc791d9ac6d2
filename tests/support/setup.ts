import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import fc from 'fast-check'

// Each file of tests begins with no database, though files of a worker share their modules.
globalThis.indexedDB = new IDBFactory()
Dexie.dependencies.indexedDB = globalThis.indexedDB

// The same cases each time, so that a change is judged by what it changed. Others are tried by another seed.
fc.configureGlobal({ seed: Number(process.env.COMPTOIR_SEED ?? 2_026) })
