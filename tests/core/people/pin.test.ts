import { expect, it } from 'vitest'
import { isEasyPin, isNewPin, isPin } from '@/core/people/pin'
import { isRecoveryCode, plainRecoveryCode, recoveryCodeFrom } from '@/core/people/recoveryCode'

it('takes 4 to 8 digits, and nothing else', () => {
  for (const pin of ['1234', '00000000', '573910']) expect(isPin(pin), pin).toBe(true)
  for (const other of ['', '123', '123456789', '12a4', ' 1234', '1234\n', '١٢٣٤']) {
    expect(isPin(other), other).toBe(false)
  }
})

it('knows the PINs that anyone would try first', () => {
  const easy = ['0000', '1111', '1234', '4321', '9876', '0123', '7890', '1212', '12341234', '1985']
  for (const pin of easy) expect(isEasyPin(pin), pin).toBe(true)
  for (const pin of ['7391', '5829', '264913', '80351742']) expect(isEasyPin(pin), pin).toBe(false)
})

it('takes a new PIN of six digits at least, and none that anyone would try first', () => {
  for (const pin of ['264913', '80351742']) expect(isNewPin(pin), pin).toBe(true)
  const refused = ['7391', '58204', '000000', '123456', '654321', '121212', '123123', '12341234']
  for (const pin of refused) expect(isNewPin(pin), pin).toBe(false)
})

it('writes a recovery code that can be read back however it is typed', () => {
  const code = recoveryCodeFrom(Uint8Array.from({ length: 16 }, (_none, place) => place * 17))
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(plainRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ')}`)).toBe(
    code.replaceAll('-', ''),
  )
  expect(plainRecoveryCode('O1il')).toBe('0111')
  expect(isRecoveryCode(code)).toBe(true)
  expect(isRecoveryCode(code.slice(1))).toBe(false)
})
