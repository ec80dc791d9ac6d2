/**
 * Resources the till reads: for the catalogue and for online orders. The proxy forwards no other
 * resource, whatever rights the key has.
 */
const RESOURCES =
  'categories|combinations|configurations|currencies|image_types|images|languages|' +
  'product_option_values|product_options|products|shops|specific_prices|stock_availables|' +
  'tax_rule_groups|tax_rules|taxes|addresses|carriers|customers|order_carriers|' +
  'order_cart_rules|order_details|order_discounts|order_histories|order_invoices|order_payments|order_slip|' +
  'order_states|orders'

const ALLOWED = new RegExp(
  `^/api/(?:(?:${RESOURCES})(?:/\\d+)?|images/products(?:/\\d+){0,2}(?:/\\w+)?)?$`,
)

/** The only resource a till may write, where the owner switched it on and the key allows it. */
const WRITTEN = /^\/api\/stock_availables\/\d+$/
const FIELDS =
  'id|id_product|id_product_attribute|id_shop|id_shop_group|quantity|depends_on_stock|' +
  'out_of_stock|location'
const STOCK_ROW = new RegExp(
  `^<prestashop><stock_available>(?:<(${FIELDS})>[^<>]*</\\1>)+</stock_available></prestashop>$`,
)
export const LARGEST_WRITE_BYTES = 2_000

/**
 * The only query parameters allowed. PrestaShop reads `ps_method` there as the method itself
 * (webservice/dispatcher.php), under each spelling that PHP treats as that name.
 */
const ASKED =
  /^(?:display|sort|limit|language|date|id_shop|output_format|ws_key|filter\[\w+\]|price\[\w+\]\[\w+\])$/

/** Whether an address has only query parameters that the till uses. */
export function isTillQuery(query: URLSearchParams): boolean {
  return [...query.keys()].every(name => ASKED.test(name))
}

/** Whether the proxy forwards a request for reading, to the webservice only. */
export function isAllowed(method: string, path: string): boolean {
  return (method === 'GET' || method === 'HEAD') && ALLOWED.test(path)
}

/** Whether a request writes one row of stock: the proxy then checks its body, too. */
export function isStockWrite(method: string, path: string): boolean {
  return (method === 'PATCH' || method === 'PUT') && WRITTEN.test(path)
}

/** Whether a body is a row of stock, and nothing else. */
export function isStockRow(body: string): boolean {
  return body.length <= LARGEST_WRITE_BYTES && STOCK_ROW.test(body)
}

/** Headers of a request passed on to the shop: nothing of the browser's own. */
export const REQUEST_HEADERS = ['authorization', 'local-content-sha1', 'output-format'] as const

/** Headers of an answer passed on to the till. */
export const ANSWER_HEADERS = [
  'psws-version',
  'access-time',
  'content-sha1',
  'execution-time',
  'retry-after',
  // They name the firewall that refused a request.
  'server',
  'cf-ray',
  'cf-mitigated',
  'x-sucuri-id',
  'x-iinfo',
  'x-iplb-instance',
] as const

/** The only types of pictures that pass: a picture of another type, such as SVG, may run scripts. */
export const PICTURE_TYPES = [
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
] as const
