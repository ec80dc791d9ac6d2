/** What the till's pages may load and do, the same on its own server and on a shop's host. */
export const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  // WebAssembly only, for reading codes where the browser cannot: no text becomes code.
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  fontSrc: ["'self'"],
  // The owner chooses the shop's address on the till: any https host must be reachable.
  connectSrc: ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}

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
