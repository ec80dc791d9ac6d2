import { aJournal, aTicket } from '../../support/factory'
import { approvalOf, recordsOf } from '../../support/terminal/fakeTerminal'
import { parsePairing } from '@/core/catalogue/pairing'
import { parseAnchor } from '@/core/closing/anchor'
import { parseReceiptCode, readReceipt, receiptCodes } from '@/core/documents/receiptCode'
import { parseSignatureV2 } from '@/core/journal/sealSignature'
import { encodeRequest, outcomeOf, readAnswer } from '@/core/payment/terminal/caisseAp'
import { readGs1 } from '@/core/scanning/gs1'
import { readingsOfText } from '@/core/scanning/readings'
import { parseCopyAddress } from '@/core/sharing/copyAddress'
import { readDirectCode, writeDirectCode } from '@/core/sharing/directCode'
import { pairingText, parsePairingText } from '@/core/sharing/pairing'
import { readEvents } from '@/core/ticket/screenWire'
import { decodePictureKinds } from '@/prestashop/decode/pictureKinds'
import { decodeRights } from '@/prestashop/decode/rights'
import { readAnswer as readEpos } from '@/printing/ways/eposPrinter'
import { readAnswer as readRawBt } from '@/printing/ways/rawBtPrinter'
import { readAnswer as readWebPrnt } from '@/printing/ways/webPrntPrinter'
import type { Decoder } from './decoder'

const HEX = 'ab'.repeat(16)
const HASH = 'cd'.repeat(32)
const AT = '2026-11-29T09:00:00.000Z'
const [, sale] = aJournal([aTicket()])
const asked = { amountCents: 12_345, direction: 'debit', tillNumber: 1, reference: HEX } as const
const approved = approvalOf(recordsOf(encodeRequest(asked)))

export const TEXTS: Decoder<string>[] = [
  {
    name: 'an answer of a card terminal',
    read: text => {
      const outcome = outcomeOf(readAnswer(text), asked)
      return outcome.state === 'unknown' ? undefined : outcome
    },
    sample: approved,
  },
  {
    name: 'an answer of an Epson printer',
    read: readEpos,
    sample:
      '<?xml version="1.0"?><s:Envelope xmlns:s="a"><s:Body><response success="true" code="" status="251854870" battery="0" xmlns="b"/></s:Body></s:Envelope>',
  },
  {
    name: 'an answer of a Star printer',
    read: readWebPrnt,
    sample:
      '<?xml version="1.0"?><StarWebPrint xmlns="a"><Response>&lt;root&gt;&lt;success&gt;true&lt;/success&gt;&lt;code&gt;0&lt;/code&gt;&lt;status&gt;23860000000000000000&lt;/status&gt;&lt;/root&gt;</Response></StarWebPrint>',
  },
  {
    name: 'an answer of RawBT',
    read: readRawBt,
    sample: '{"responseType":"success","attributes":{}}',
  },
  {
    name: 'the rights of a key',
    read: decodeRights,
    sample:
      '<prestashop xmlns:xlink="a" shopName="B"><api shopName="B"><products xlink:href="u" get="true" put="" post="" delete="" head="true"><description>d</description><schema xlink:href="u" type="blank"/></products></api></prestashop>',
  },
  {
    name: 'the kinds of pictures',
    read: decodePictureKinds,
    sample:
      '<prestashop><image_types><image_type id="1" name="home_default" xlink:href="u"/></image_types></prestashop>',
  },
  { name: 'a GS1 code', read: readGs1, sample: ']d20103453120000011172512101012345\u001d21AB' },
  { name: 'a scan', read: readingsOfText, sample: '3453120000011' },
  {
    name: 'a receipt',
    read: text => {
      const part = parseReceiptCode(text)
      return part && readReceipt([part])
    },
    sample: (sale && receiptCodes({ entry: sale, signature: '', publicKey: null })[0]) || '',
  },
  { name: 'an anchor', read: parseAnchor, sample: `COMPTOIR-ANCHOR/1 A 12 ${HASH} ${HASH}` },
  { name: 'a signature', read: parseSignatureV2, sample: `2 ${AT} ${HASH} AAAA` },
  {
    name: 'the pairing with a shop',
    read: parsePairing,
    sample: `1.${'a'.repeat(20)}.${'b'.repeat(22)}.${'c'.repeat(60)}`,
  },
  {
    name: 'the pairing of a device',
    read: parsePairingText,
    sample: pairingText({
      address: 'https://caisse.example/',
      secret: new Uint8Array(16),
      host: HEX,
      commitment: new Uint8Array(16),
    }),
  },
  { name: 'the address of a copy', read: parseCopyAddress, sample: `copie-${'a'.repeat(12)}-12` },
  {
    name: 'a code of two devices beside each other',
    read: readDirectCode,
    sample: writeDirectCode({
      role: 'offer',
      ufrag: 'abcd',
      password: 'a'.repeat(24),
      fingerprint: new Uint8Array(32),
      addresses: [{ host: '192.168.1.2', port: 4_000 }],
    }),
  },
  {
    name: 'events of a server',
    read: text => {
      try {
        return readEvents()(text)
      } catch (error) {
        if (error instanceof RangeError) return undefined
        throw error
      }
    },
    sample: 'data: {"a":1}\n\nevent: idle\ndata: {"id":"a"}\n\n',
  },
]
