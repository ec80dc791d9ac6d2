import { expect, it } from 'vitest'
import { isPrinterHost } from '@/core/printing/printerHost'

it.each([
  'abc123.omnilinkcert.epson.biz',
  'printer.shop.example',
  'tm-m30.local',
  'printer',
  '10.0.0.7',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.50',
  '169.254.7.7',
])('a printer may be asked over https at %s', host => {
  expect(isPrinterHost(host)).toBe(true)
})

it.each([
  '',
  '.',
  'a..b',
  '-a',
  'a-',
  'a b',
  'a/b',
  'a:80',
  'a@b',
  'é.local',
  'a.local.',
  `${'a'.repeat(64)}.local`,
  `${'a.'.repeat(130)}local`,
  '8.8.8.8',
  '172.15.0.1',
  '172.32.0.1',
  '127.0.0.1',
  '0.0.0.0',
  '192.168.1',
  '192.168.1.256',
  '192.168.01.5',
  '0300.0250.1.5',
  '192.168.1.0x5',
  '3232235826',
  '0xc0a80132',
  '[fe80::1]',
])('no printer is asked at %s', host => {
  expect(isPrinterHost(host)).toBe(false)
  expect(isPrinterHost(host, true)).toBe(false)
})

it.each([
  ['tm-m30.local', true],
  ['star.counter.local', true],
  ['local', false],
  ['printer', false],
  ['192.168.1.50', false],
  ['printer.shop.example', false],
  ['local.shop.example', false],
  ['a.notlocal', false],
])('over http only names of the local network are asked: %s', (host, isRight) => {
  expect(isPrinterHost(host, true)).toBe(isRight)
})
