import { describe, expect, it } from 'vitest'
import {
  findingOfClock,
  findingOfLanguages,
  findingOfPage,
  findingOfPictures,
  findingOfTransport,
  findingOfVersion,
  findingsOfAddress,
  findingsOfRights,
  isBlocked,
} from '@/core/catalogue/connectionFindings'

const codes = (findings: { code: string; level: string }[]) =>
  findings.map(({ code, level }) => `${level}:${code}`)
const five = ['categories', 'images', 'languages', 'products', 'tax_rule_groups']
const read = (names: string[], methods = ['get']) =>
  Object.fromEntries(names.map(name => [name, methods]))

describe('the address', () => {
  it.each([
    ['https://a.example', 'header', ['good:shop-answers']],
    ['http://a.example', 'header', ['good:shop-answers', 'advice:address-plain']],
    ['https://a.example', 'query', ['good:shop-answers', 'advice:key-in-query']],
  ] as const)('%s, key in the %s', (address, keyPlace, found) => {
    expect(codes(findingsOfAddress(address, keyPlace))).toEqual(found)
  })
})

describe('the rights', () => {
  it('are complete with the five needed resources', () => {
    expect(codes(findingsOfRights(read(five), []))).toEqual(['good:rights-complete'])
  })

  it('block and are named when one is missing', () => {
    const findings = findingsOfRights(read(['products']), ['images', 'languages'])
    expect(findings).toMatchObject([
      { code: 'right-missing', values: { resource: 'images' } },
      { code: 'right-missing', values: { resource: 'languages' } },
    ])
    expect(isBlocked(findings)).toBe(true)
  })

  it.each(['put', 'post', 'patch', 'delete'])('warn of a key that may %s', method => {
    const findings = findingsOfRights({ ...read(five), customers: ['get', method] }, [])
    expect(findings).toContainEqual({
      level: 'advice',
      code: 'rights-too-many',
      values: { resources: 'customers' },
    })
  })

  it('let stock be written: an owner may ask for it', () => {
    const findings = findingsOfRights({ ...read(five), stock_availables: ['get', 'patch'] }, [])
    expect(codes(findings)).toEqual([
      'good:rights-complete',
      'good:stock-writable',
      'good:rights-wider',
    ])
  })
})

it.each([
  [null, 'good:version-unseen'],
  ['8.2.1', 'good:version-known'],
  ['9.1.4', 'good:version-known'],
  ['1.7.8.11', 'good:version-known'],
  ['1.6.1.24', 'good:version-known'],
  ['1.5.6.2', 'advice:version-old'],
])('PrestaShop %s', (version, found) => {
  expect(codes([findingOfVersion(version)])).toEqual([found])
})

it.each([
  [0, 'good:clock-right'],
  [120, 'good:clock-right'],
  [-121, 'advice:clock-apart'],
  [3600, 'advice:clock-apart'],
])('a clock %i s apart', (apart, found) => {
  expect(codes([findingOfClock(1_000_000 + apart, 1_000_000)])).toEqual([found])
})

it.each(['same-origin', 'direct', 'proxy'] as const)('names the way: %s', transport => {
  expect(codes([findingOfTransport(transport)])).toEqual([`good:by-${transport}`])
})

it('tells a slow page from a quick one', () => {
  expect(findingOfPage(100, 80.4)).toMatchObject({
    code: 'page-quick',
    values: { milliseconds: 80 },
  })
  expect(findingOfPage(100, 5_001)).toMatchObject({ level: 'advice', code: 'page-slow' })
})

it('names the size of pictures, or reports that there is none', () => {
  expect(findingOfPictures('home_default')).toMatchObject({ code: 'picture-kind' })
  expect(findingOfPictures(undefined)).toMatchObject({ level: 'advice' })
})

it('wants a language that is active, not merely there', () => {
  const french = { languageId: 2, name: 'Français', isoCode: 'fr', isActive: false }
  expect(findingOfLanguages([french], ['fr'])).toMatchObject({ code: 'language-absent' })
  expect(findingOfLanguages([{ ...french, isActive: true }], ['en', 'fr'])).toMatchObject({
    code: 'languages-known',
  })
})
