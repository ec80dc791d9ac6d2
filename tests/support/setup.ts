import 'fake-indexeddb/auto'
import fc from 'fast-check'

// The same cases each time, so that a change is judged by what it changed. Others are tried by another seed.
fc.configureGlobal({ seed: Number(process.env.COMPTOIR_SEED ?? 2_026) })
