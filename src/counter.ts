// What a till needs to serve a customer, in one file: the sale with its payment, scanners, and who
// serves. It is loaded beside the opening, before the first article can be tapped.
export { default as ApprovalSheet } from './screens/people/ApprovalSheet.vue'
export { default as ElsewhereScreen } from './screens/ElsewhereScreen.vue'
export { default as LockScreen } from './screens/people/LockScreen.vue'
export { default as RecoveryCodeSheet } from './components/people/RecoveryCodeSheet.vue'
export { ScanCapture } from './screens/scanning/ScanCapture'
export { default as SellScreen } from './screens/ticket/SellScreen.vue'
export { default as SwitchUser } from './screens/people/SwitchUser.vue'
