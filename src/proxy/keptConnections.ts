/**
 * How long the server keeps a connection that nothing comes over, as options of Node's `createServer`.
 * Node's own 5 s end just as the next request of a till comes, which then fails; a proxy in front
 * keeps its connections for a minute.
 */
export const KEPT_CONNECTIONS = { keepAliveTimeout: 75_000 } as const
