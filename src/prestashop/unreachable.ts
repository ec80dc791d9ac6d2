import type { ShopError } from '@/core/errors'

/** Node's error codes for a certificate that is expired, for another name, or not trusted. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME/

/**
 * The error for a host that does not answer. Certificate errors are recognised only in Node:
 * browsers do not report them.
 */
export function unreachable(host: string, detail: string): ShopError {
  return { code: CERTIFICATE.test(detail) ? 'shop-certificate' : 'shop-unreachable', host, detail }
}
