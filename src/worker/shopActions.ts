// What the worker does with the shop, with the parser and the client it takes: loaded when a shop
// is first asked.
export { notePicturesSeen } from '@/storage/catalogue/pictureLedger'
export { openPictures } from '@/storage/catalogue/pictures'
export { examineShop } from '@/till/catalogue/examineShop'
export { readMissingNamingRights } from '@/till/catalogue/namingRights'
export { applyPending, syncCatalogue } from '@/till/catalogue/syncCatalogue'
export { syncPictures } from '@/till/catalogue/syncPictures'
export { tryConnection } from '@/till/catalogue/tryConnection'
export { undoSync } from '@/till/catalogue/undoSync'
export { goOnAtFaults } from '@/till/journal/goOnAfterFault'
export { importOrders, importOrdersByItself } from '@/till/orders/importOrders'
export { readShopIdentity } from '@/till/settings/readShopIdentity'
export { sendStock } from '@/till/stock/sendStock'
