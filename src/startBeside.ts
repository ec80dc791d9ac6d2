import { prepareSound } from './components/ui/sounds'
import { useAutomaticOrdersStore } from './stores/orders/automaticOrders'
import { useAutomaticSyncStore } from './stores/catalogue/automaticSync'
import { useCardTerminalStore } from './stores/payment/cardTerminal'
import { useBackupStore } from './stores/backup/backup'
import { useCustomerScreenStore } from './stores/ticket/customerScreen'
import { useClosingStore } from './stores/closing/closing'
import { usePoleStore } from './stores/ticket/pole'
import { usePictureStore } from './stores/catalogue/pictures'
import { usePrinterStore } from './stores/printing/printer'
import { useSalesStore } from './stores/journal/sales'
import { useSettingsStore } from './stores/settings/settings'
import { useSharingStore } from './stores/sharing/sharing'
import { useSoundStore } from './stores/scanning/sounds'
import { useStockStore } from './stores/stock/stock'
import { useStockOutboxStore } from './stores/stock/stockOutbox'
import { useCopiesStore } from './stores/journal/copies'
import { useTechnicalStore } from './stores/journal/technical'
import { useTrainingStore } from './stores/settings/training'

/** Starts what the first sale need not wait for: it is loaded once the first screen is shown. */
export function startBeside(): void {
  if (useSoundStore().sounds.isOn) prepareSound(window)
  useSalesStore().start()
  useSettingsStore().startLater().catch(reportError)
  useAutomaticOrdersStore().start()
  useAutomaticSyncStore().start()
  useBackupStore().start().catch(reportError)
  usePictureStore().start()
  usePrinterStore().start().catch(reportError)
  useStockStore().start()
  useStockOutboxStore().start().catch(reportError)
  useClosingStore().start()
  useCustomerScreenStore().start()
  usePoleStore().start().catch(reportError)
  useTechnicalStore().start()
  useTrainingStore().start()
  useCopiesStore().start().catch(reportError)
  void useCardTerminalStore().ready()
  useSharingStore().start().catch(reportError)
}
