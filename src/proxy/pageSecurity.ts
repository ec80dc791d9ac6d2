/** What the till's pages may load and do, the same on its own server and on a shop's host. */
export const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  // WebAssembly only, for reading codes where the browser cannot: no text becomes code.
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  fontSrc: ["'self'"],
  // The owner chooses the shop's address on the till: any https host must be reachable.
  // Printers without a certificate have names of the local network: a policy cannot name its addresses
  // alone, and all of http would let a shop be asked, and its key be sent, for anyone to read. The
  // last one is RawBT, which holds a printer on Android.
  connectSrc: [
    "'self'",
    'https:',
    'http://localhost:*',
    'http://127.0.0.1:*',
    'http://*.local',
    'ws://localhost:40213',
  ],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  // No text becomes markup or the address of a script, but by Vue's policy and by the till's own
  // (`public/opening.js`, `worker/ownScripts.ts`), which let through only the till's own files.
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ['vue', 'default'],
}

/**
 * The same policy inside a page, where no header can be set: a page kept on the device has it, too.
 * Browsers read `frame-ancestors` only from a header.
 */
export function policyInPage(): string {
  const { frameAncestors: _onlyHeader, ...policy } = CONTENT_SECURITY_POLICY
  return policyText(policy)
}

/** A browser asks for https alone from then on; never sent to an address that others share. */
export const STRICT_TRANSPORT = 'max-age=31536000'

export const PERMISSIONS_POLICY = {
  camera: ['self' as const],
  geolocation: [],
  microphone: [],
  payment: [],
}

/** The policy as one header. */
export function policyText(policy: Record<string, readonly string[]>): string {
  return Object.entries(policy)
    .map(([name, sources]) => [kebab(name), ...sources].join(' '))
    .join('; ')
}

const kebab = (name: string) => name.replace(/[A-Z]/g, tillCode => `-${tillCode.toLowerCase()}`)
