import { expect, it } from 'vitest'
import { createMessages } from './everyLanguage'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { Permission } from '@/core/people/permissions'
import { approvalText } from '@/messages/approvalText'
import { formatCents, type Locale } from '@/messages/format'

const said = (locale: Locale, permission: Permission, detail: TraceV1['detail']) =>
  approvalText(permission, detail, createMessages(locale, 'shop').global.t, cents =>
    formatCents(cents, locale),
  ).replaceAll(/\s/g, ' ')

const onTicket = { offCents: 1240, isOnTicket: true, lines: 'Miel, Carnet' }
const onLine = { offCents: 475, isOnTicket: false, lines: 'Miel' }

it.each<[Permission, TraceV1['detail'], string, string]>([
  ['discount-above-limit', onTicket, 'Remise de 12,40 € sur le ticket', '€12.40 off the ticket'],
  ['discount-above-limit', onLine, 'Remise de 4,75 € sur Miel', '€4.75 off Miel'],
  ['price-override', onLine, 'Prix baissé de 4,75 € : Miel', 'Price lowered by €4.75: Miel'],
  [
    'cash-out',
    { amountCents: 730, reason: 'Timbres' },
    'Sortie d’argent de la caisse : 7,30 €',
    'Cash taken out of the till: €7.30',
  ],
  [
    'refund-whole',
    { backCents: 3800 },
    'Remboursement d’un ticket entier : 38,00 €',
    'Refund of a whole receipt: €38.00',
  ],
  ['settings', { page: 'config' }, 'Entrée dans les réglages', 'Opening the settings'],
  [
    'refund-without-ticket',
    { backCents: 0 },
    'Remboursement sans ticket',
    'Refund without a receipt',
  ],
])('what a PIN approves names the act and its amount: %s', (permission, detail, fr, en) => {
  expect(said('fr', permission, detail)).toBe(fr)
  expect(said('en', permission, detail)).toBe(en)
})
