import { phpComplaint, type WebserviceError } from './failure'
import type { ShownRecord } from './records'
import type { ShopData } from './shopData'

/**
 * What PHP 7.4 says beside products: a notice for each cover that a product without picture is asked
 * for (products-no-image-with-default-image-json). PHP 7.1 and 8 say nothing there.
 */
export function complaintsOf(
  { php }: ShopData,
  resource: string,
  records: readonly ShownRecord[],
): WebserviceError[] {
  if (php !== 7.4 || resource !== 'products') return []
  const covers = records.flatMap(({ fields }) =>
    fields.filter(([name, value]) => name === 'id_default_image' && value === ''),
  )
  return covers.map(() =>
    phpComplaint(
      php,
      'Trying to access array offset on value of type bool',
      'Product.php, line 7178',
    ),
  )
}
