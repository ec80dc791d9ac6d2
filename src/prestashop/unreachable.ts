import type { ShopError } from '@/core/errors'

/** What Node calls a certificate that expired, is for another name, or nobody vouches for. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME/

/** Why nobody answers, as far as it is known: a browser tells nothing of certificates. */
export function unreachable(host: string, detail: string): ShopError {
  return { code: CERTIFICATE.test(detail) ? 'shop-certificate' : 'shop-unreachable', host, detail }
}
