/** Columns of texts, whose characters a spreadsheet must not change; the others are figures. */
export const TEXT_HEADS: ReadonlySet<string> = new Set([
  'Article',
  'Référence',
  'Rayon',
  'Motif du prix',
  'Motif',
  'Client',
  'Vendeur',
  'Personne',
  'Quoi',
  'Détail',
  'Logiciel',
  'Écritures liées',
  'Rend la ligne',
  'Sceau',
])
