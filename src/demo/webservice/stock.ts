import { phpWarning, refuse, Refusal } from './failure'
import { findRow, rowsOf, type Row, type ShopData } from './shopData'

const REQUIRED = [
  'id_product',
  'id_product_attribute',
  'depends_on_stock',
  'out_of_stock',
  'quantity',
]

/**
 * Writes a stock row. PATCH changes the given fields; PUT needs every required field. A quantity is
 * absolute and may be negative. The total of an article with combinations is computed again when
 * one of them is written (stock-total-after-combination).
 */
export function writeStock(
  data: ShopData,
  id: number,
  method: 'PATCH' | 'PUT',
  body: string,
): { row: Row; given: Record<string, string> } {
  const given = readXml(body)
  if (given.id === undefined) refuse(400, 90, 'id is required when modifying a resource')
  const row = findRow(data, 'stock_availables', Number(given.id))
  if (!row || row.id !== id) refuse(404, 92, 'Invalid ID')
  if (method === 'PUT') {
    for (const field of REQUIRED) {
      if (given[field] === undefined) refuse(400, 41, `parameter "${field}" required`)
    }
  }
  const { quantity } = given
  if (quantity !== undefined) row.fields.quantity = checked(quantity, data.version)
  sumCombinations(data, row)
  return { row, given }
}

function readXml(body: string): Record<string, string> {
  if (!body.trimStart().startsWith('<')) {
    // PrestaShop: a JSON body is never understood (stock-patch-json-body).
    throw new Refusal(500, [
      phpWarning(
        "SimpleXMLElement::__construct(): Start tag expected, '<' not found",
        'WebserviceRequest.php, line 1544',
      ),
      {
        code: 127,
        message:
          'XML error : String could not be parsed as XML\nXML length : ' +
          body.length +
          '\nOriginal XML : ' +
          body,
      },
    ])
  }
  const fields = body.matchAll(/<(\w+)>(?:<!\[CDATA\[)?([^<\]]*)(?:\]\]>)?<\/\1>/g)
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))
}

function checked(quantity: string, version: string): string {
  const property = version.startsWith('8')
    ? 'StockAvailable-&gt;quantity'
    : 'StockAvailable->quantity'
  if (!/^-?[\d.]+$/.test(quantity)) {
    const range = 'It must be between -2147483648 and 2147483647.'
    refuse(
      400,
      85,
      `Validation error: "The range of property ${property} is currently 0. ${range}"`,
    )
  }
  if (!/^-?\d+$/.test(quantity)) {
    refuse(400, 85, `Validation error: "Property ${property} is not valid"`)
  }
  return quantity
}

export function sumCombinations(data: ShopData, written: Row): void {
  if (Number(written.fields.id_product_attribute) === 0) return
  const siblings = rowsOf(data, 'stock_availables').filter(
    row => String(row.fields.id_product) === String(written.fields.id_product),
  )
  const total = siblings.find(row => Number(row.fields.id_product_attribute) === 0)
  const sum = siblings
    .filter(row => row !== total)
    .reduce((all, row) => all + Number(row.fields.quantity), 0)
  if (total) total.fields.quantity = data.version.startsWith('8') ? String(sum) : sum
}
