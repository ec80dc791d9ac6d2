/**
 * Texts common to sealed entries, in the order of their canonical form: the compression dictionary
 * of receipt codes. It belongs to the format: changing it needs a new format.
 */
export const RECEIPT_WORDS = [
  '"credits":[{"at":"","document":{"number":1,"series":"AF"},"entry":1}],"customer":{"address":"',
  '","company":"","customerId":"","name":"","vatNumber":""},',
  '"kind":"payment","saleDocument":{"number":1,"series":"A"},"saleNumber":1,"dueBeforeCents":0,',
  '"kind":"invoice","saleAt":"","approvedBy":{"name":"","userId":""},"kind":"percent","value":1000,',
  '"kind":"amount","kind":"fixed","reason":"","lines":[0],"amountCents":0,',
  '"kind":"shipping","refundOf":{"document":{"number":1,"series":"A"},"entry":1,"line":0},',
  '"account":"4191","kind":"store-credit","name":"Avoir","account":"511","kind":"cheque","name":"Chèque",',
  '"kind":"meal-voucher","name":"Titres-restaurant","kind":"transfer","name":"Virement",',
  '"kind":"card","name":"Carte bancaire","account":"530","givenCents":0,"kind":"cash","name":"Espèces",',
  '2100,"vatRate":210,1000,"vatRate":1000,2000,"vatRate":2000,550,"vatRate":550,',
  '{"at":"2026-01-01T10:00:00.000+02:00","day":"2026-01-01","event":{"changeCents":0,',
  '"channel":"counter","currency":"EUR","customerId":"","delivery":"","discounts":[],',
  '"document":{"number":1,"series":"A"},"dueCents":0,"kind":"refund","kind":"sale","lines":[',
  '{"articleId":"ps-1","department":"","discountCents":0,"grossCents":',
  '99,"kind":"goods","listPriceCents":99,"name":"","note":"","priceReason":"",',
  '"quantityMilli":-1000,"reference":"","refundOf":null,"unitPriceCents":99,"vatRate":550},',
  '{"articleId":"ps-1","department":"","discountCents":0,"grossCents":',
  '0,"kind":"goods","listPriceCents":0,"name":"","note":"","priceReason":"",',
  '"quantityMilli":1000,"reference":"","refundOf":null,"unitPriceCents":0,"vatRate":2000},',
  '"note":"","openedAt":"2026-01-01T10:00:00.000+01:00","refundOf":[],"seller":{"address":"",',
  '"mention":"TVA non applicable, art. 293 B du CGI","mention":"","name":"","siret":"","vatNumber":"FR"},',
  '"software":{"name":"Comptoir","version":"0.1.0"},"tenders":[{"account":"511","givenCents":0,',
  '"kind":"card","name":"Carte"}],"totalCents":0,"user":{"name":"","userId":""},',
  '"vat":[{"grossCents":0,"netCents":0,"vatCents":0,"vatRate":2000}]},',
  '"eventId":"00000000-0000-4000-8000-000000000000","format":1,"number":1,"previous":"",',
  '"till":"A","training":false}',
].join('')
