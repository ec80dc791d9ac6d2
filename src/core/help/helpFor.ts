import type { TillError } from '@/core/errors'

/** Pages of the manual by the address of the screen they explain; the longest address counts. */
export const HELP_OF_SCREENS: Readonly<Record<string, string>> = {
  '/': 'sommaire',
  '/aide': 'sommaire',
  '/archives': 'archives',
  '/articles': 'articles',
  '/articles/etiquettes': 'articles',
  '/attestation': 'controle',
  '/closings': 'cloturer',
  '/config': 'sommaire',
  '/config/appareils': 'appareils',
  '/config/equipe': 'equipe',
  '/config/general': 'reglages',
  '/config/general/commandes': 'connecter',
  '/config/general/comptabilite': 'comptabilite',
  '/config/general/imprimante': 'imprimante',
  '/config/general/prix': 'remises',
  '/config/general/reglements': 'encaisser',
  '/config/general/sauvegarde': 'sauvegarde',
  '/config/general/scanner': 'scanner',
  '/customers': 'clients',
  '/debut': 'demarrer',
  '/debut/equipe': 'equipe',
  '/debut/papier': 'imprimer',
  '/inspection': 'controle',
  '/invoices': 'factures',
  '/orders': 'ventes-en-ligne',
  '/pair': 'module',
  '/rejoindre': 'appareils',
  '/reports': 'rapports',
  '/sales': 'retrouver-une-vente',
  '/sell': 'vendre',
  '/welcome': 'demarrer',
}

/** The page of the manual about the screen at an address, such as `/config/general/prix`. */
export function helpOfScreen(path: string): string {
  const parts = path.split('/').filter(part => part !== '')
  for (let count = parts.length; count > 0; count -= 1) {
    const page = HELP_OF_SCREENS[`/${parts.slice(0, count).join('/')}`]
    if (page) return page
  }
  return 'sommaire'
}

/** Pages about errors, by how their codes begin; the first that fits counts. */
const HELP_OF_ERRORS: readonly (readonly [begins: string, page: string])[] = [
  ['proxy-', 'installer'],
  ['pairing-', 'module'],
  ['seller-', 'demarrer'],
  ['logo-', 'imprimer'],
  ['shop-answer-', 'synchroniser'],
  ['shop-', 'connecter'],
  ['catalogue-', 'synchroniser'],
  ['sync-', 'synchroniser'],
  ['terminal-', 'terminal'],
  ['card-attempt-', 'terminal'],
  ['tender', 'encaisser'],
  ['amount-', 'encaisser'],
  ['give-back-', 'retours'],
  ['refund-', 'retours'],
  ['meal-voucher-', 'titres-restaurant'],
  ['debt-', 'reste-du'],
  ['vat-', 'articles'],
  ['quantity-', 'vendre'],
  ['percent-', 'remises'],
  ['order', 'ventes-en-ligne'],
  ['invoice-', 'factures'],
  ['customer-', 'clients'],
  ['fec-', 'comptabilite'],
  ['approval-', 'equipe'],
  ['user-', 'equipe'],
  ['owner-', 'equipe'],
  ['pin-', 'equipe'],
  ['recovery-', 'equipe'],
  ['till-inspected', 'controle'],
  ['selling-ended', 'appareils'],
  ['till-code-left', 'appareils'],
  ['sharing-', 'appareils'],
  ['paper-key-', 'appareils'],
  ['archive-', 'archives'],
  ['purge-', 'archives'],
  ['closing-', 'cloturer'],
  ['backup-', 'sauvegarde'],
  ['copy-', 'sauvegarde'],
  ['camera-', 'scanner'],
  ['files-', 'installer'],
  ['part-', 'installer'],
  ['ticket-empty', 'encaisser'],
  ['ticket-on-two-tills', 'tickets-en-attente'],
  ['ticket-left-parked', 'tickets-en-attente'],
]

/** The page of the manual that helps on with an error. */
export function helpOfError(code: TillError['code']): string {
  return HELP_OF_ERRORS.find(([begins]) => code.startsWith(begins))?.[1] ?? 'depannage'
}
