/** Formats printed on goods, on the labels of a shop, and on receipts. */
export const BARCODE_FORMATS = ['ean_13', 'ean_8', 'upc_a', 'code_128', 'qr_code'] as const

/** Formats of some goods, which not every browser reads. */
export const MORE_FORMATS = ['upc_e', 'data_matrix'] as const

export type BarcodeFormat = (typeof BARCODE_FORMATS)[number] | (typeof MORE_FORMATS)[number]
