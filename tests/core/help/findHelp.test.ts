import { describe, expect, it } from 'vitest'
import { findHelp, plainText } from '@/core/help/findHelp'
import { helpPage } from '@/core/help/helpPage'
import { loadHelp } from '@/help/loadHelp'

const sell = helpPage(
  'vendre',
  '# Vendre\n\nTouchez un article.\n\n## Chercher\n\nTapez un *mot*.\n',
)
const pay = helpPage(
  'encaisser',
  '# Encaisser\n\nVendre est fait.\n\n## En espèces\n\n1. Touchez.\n',
)

describe('findHelp', () => {
  it('finds words whatever their accents, capitals and end', () => {
    expect(findHelp([sell, pay], 'ESPECE')).toMatchObject([
      { page: 'encaisser', heading: 'En espèces' },
    ])
  })

  it('puts what has the words in its title before what only speaks of them', () => {
    expect(findHelp([pay, sell], 'vendre').map(({ page }) => page)).toEqual([
      'vendre',
      'vendre',
      'encaisser',
    ])
  })

  it('wants all the words in one passage, and only else the most of them', () => {
    expect(findHelp([sell, pay], 'vendre pourboire')).toHaveLength(3)
    expect(findHelp([sell, pay], 'vendre mot')).toMatchObject([{ heading: 'Chercher' }])
  })

  it.each(['especs', 'espces', 'esepces', 'esspeces', 'espèves'])('forgives “%s”', typed =>
    expect(findHelp([sell, pay], typed)).toMatchObject([{ heading: 'En espèces' }]),
  )

  it.each(['zspecez', 'pe', 'mut'])('does not forgive “%s”', typed =>
    expect(findHelp([sell, pay], typed)).toEqual([]),
  )

  it('finds nothing for nothing', () => {
    expect(findHelp([sell], ' ')).toEqual([])
    expect(findHelp([sell], '€ !')).toEqual([])
  })

  it('shows the words in their text, in one line', () => {
    const long = helpPage(
      'long',
      `# Long\n\n${'mot '.repeat(100)}le fond de caisse ${'mot '.repeat(100)}`,
    )
    const [found] = findHelp([long], 'fond')
    expect(found?.excerpt).toContain('le fond de caisse')
    expect(found?.excerpt.length).toBeLessThan(150)
  })

  it.each([
    ['fr', 'remboursement', 'retours'],
    ['fr', 'clôturer la journée', 'cloturer'],
    ['fr', 'pourboire', undefined],
    ['fr', 'annuler une vente', 'retours'],
    ['fr', 'rembousement', 'retours'],
    ['fr', 'fermer la caisse', 'cloturer'],
    ['fr', 'fin de journée', 'cloturer'],
    ['fr', 'mot de passe', 'depannage'],
    ['fr', 'carte bleue', 'encaisser'],
    ['fr', 'imprimante rien ne sort', 'depannage'],
    ['fr', 'horloge', 'depannage'],
    ['fr', 'imprimer un essai', 'imprimer'],
    ['en', 'cancel a sale', 'retours'],
    ['en', 'end of the day', 'cloturer'],
    ['en', 'password', 'depannage'],
    ['en', 'credit card', 'encaisser'],
    ['en', 'printer nothing', 'depannage'],
    ['en', 'clock', 'depannage'],
    ['fr', 'code QR tablette', 'module'],
    ['en', 'refund', 'retours'],
    ['en', 'close the day', 'cloturer'],
    ['en', 'webservice key', 'connecter'],
  ] as const)('in %s, “%s” leads to %s', async (locale, query, page) => {
    const pages = [...(await loadHelp(locale)).values()]
    expect(
      findHelp(pages, query)
        .slice(0, 4)
        .map(found => found.page),
    ).toEqual(page ? expect.arrayContaining([page]) : [])
  })
})

it('plainText leaves what is read', () => {
  expect(
    plainText('- See [Selling](vendre.md), *Sell* and `50`.\n\n| a | b |\n| --- | --- |'),
  ).toBe('See Selling, Sell and 50. a b')
})
