/** Version in package.json, put in by the build. */
declare const __TILL_VERSION__: string
