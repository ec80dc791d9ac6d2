/** What the page asks of addresses without the webservice's client, which is in the worker. */
export { hasTillServer } from '@/prestashop/route'
export { parseShopAddress } from '@/prestashop/shopAddress'
