import './styles/font.css'
import { createApp } from 'vue'
import { spaceOfAddress } from './core/ticket/customerAddress'
import { detectLocale, loadMessages } from './messages'
import CustomerScreen from './screens/ticket/CustomerScreen.vue'

/** Shows the customer's screen in this page: no till is opened in it. */
export async function showCustomerScreen(): Promise<void> {
  const messages = await loadMessages(detectLocale(navigator.languages))
  createApp(CustomerScreen, { space: spaceOfAddress(location.hash) })
    .use(messages)
    .mount('#app')
  // Another address shows another till, or opens one.
  window.addEventListener('hashchange', () => location.reload())
}
