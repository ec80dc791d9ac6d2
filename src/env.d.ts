/** Version in package.json, put in by the build. */
declare const __TILL_VERSION__: string
/** Fingerprint of the fiscal part, computed by the build from the files themselves. */
declare const __FISCAL_FINGERPRINT__: string
/** The day the till was built, as `2026-11-24`. */
declare const __BUILT_ON__: string
