/** What makes a text of a receipt: loaded together when one is sent. */
export { layOut } from '@/core/printing/layOut'
export { plainText } from '@/core/printing/plainText'
export { receiptLines } from '@/messages/receiptLines'
