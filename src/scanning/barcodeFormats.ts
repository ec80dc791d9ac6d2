/** Formats printed on goods, on the labels of a shop, and on receipts. */
export const BARCODE_FORMATS = ['ean_13', 'ean_8', 'upc_a', 'code_128', 'qr_code'] as const

export type BarcodeFormat = (typeof BARCODE_FORMATS)[number]
