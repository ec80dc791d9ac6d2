import { salesAccount, vatAccount, type Accounts } from '@/core/reports/accounts'
import type { VatRate } from '@/core/vat'
import { FRENCH_VAT_RATES } from '@/core/catalogue/vatRates'

/** Account names of the French chart, by their first digits (PCG art. 932-1). */
const CHART: readonly (readonly [string, string])[] = [
  ['411', 'Clients'],
  ['4191', 'Clients - Avances et acomptes reçus'],
  ['44571', 'TVA collectée'],
  ['471', "Compte d'attente"],
  ['511', "Valeurs à l'encaissement"],
  ['5112', 'Chèques à encaisser'],
  ['512', 'Banques'],
  ['53', 'Caisse'],
  ['58', 'Virements internes'],
  ['65', 'Autres charges de gestion courante'],
  ['658', 'Charges diverses de gestion courante'],
  ['70', 'Ventes'],
  ['707', 'Ventes de marchandises'],
  ['7085', 'Ports et frais accessoires facturés'],
  ['709', 'Rabais, remises et ristournes accordés'],
  ['75', 'Autres produits de gestion courante'],
  ['758', 'Produits divers de gestion courante'],
]

/**
 * Name of an account in the FEC: by the chart, followed by the VAT rate when the account books only
 * one rate. An account always has the same name. It is in French whatever the screen's language,
 * because the file is for the French administration.
 */
export function accountLabel(accounts: Accounts, account: string): string {
  const name = CHART.findLast(([digits]) => account.startsWith(digits))?.[1] ?? 'Compte'
  const ofRate = FRENCH_VAT_RATES.filter(
    rate => salesAccount(accounts, rate) === account || vatAccount(accounts, rate) === account,
  )
  const [only] = ofRate
  return ofRate.length === 1 && only !== undefined ? `${name} ${rateText(only)}` : name
}

/** A VAT rate as text: `5,5 %`. */
export const rateText = (vatRate: VatRate): string => `${String(vatRate / 100).replace('.', ',')} %`
