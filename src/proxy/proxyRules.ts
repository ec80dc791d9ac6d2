/**
 * Resources the till reads: the catalogue's, and those of online orders. The proxy opens
 * nothing else of a shop, whatever the key may.
 */
const RESOURCES =
  'categories|combinations|configurations|currencies|image_types|images|languages|' +
  'product_option_values|product_options|products|shops|specific_prices|stock_availables|' +
  'tax_rule_groups|tax_rules|taxes|addresses|carriers|customers|order_carriers|' +
  'order_cart_rules|order_details|order_histories|order_invoices|order_payments|order_slip|' +
  'order_states|orders'

const ALLOWED = new RegExp(
  `^/api/(?:(?:${RESOURCES})(?:/\\d+)?|images/products(?:/\\d+){0,2}(?:/\\w+)?)?$`,
)

/** Whether the proxy forwards it: reading only, and only the webservice. */
export function isAllowed(method: string, path: string): boolean {
  return (method === 'GET' || method === 'HEAD') && ALLOWED.test(path)
}

/** What is said to the shop of a request: nothing of the browser's own. */
export const REQUEST_HEADERS = ['authorization', 'local-content-sha1', 'output-format'] as const

/** What is said to the till of an answer. */
export const ANSWER_HEADERS = [
  'content-type',
  'psws-version',
  'access-time',
  'content-sha1',
  'execution-time',
  'retry-after',
] as const

export const ANSWER_WITHIN_MS = 60_000
export const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024
