import type { ArchiveManifest } from './manifest'

/**
 * Instructions for reading and checking an archive without the software that made it (R9). In
 * French, the language of the authorities that may ask for it.
 */
export function readMeText(manifest: Omit<ArchiveManifest, 'files'>): string {
  const { till, period, firstEntry, lastEntry, count, keyFingerprint, madeAt, software } = manifest
  const to = period.to ?? 'ce jour'
  const copied = manifest.copy ? copyText(manifest.copy) : ''
  return `ARCHIVE D’UNE CAISSE COMPTOIR

Caisse ${till}, du ${period.from ?? 'premier jour'} à ${to === 'ce jour' ? to : `${to} inclus`}
Écritures ${firstEntry} à ${lastEntry} (${count} dans cette archive)
Faite le ${madeAt} par ${software.name} ${software.version}
${copied}Empreinte de la clé de la caisse : ${keyFingerprint || 'aucune (sans cryptographie)'}

LIRE
Les tableaux s’ouvrent avec tout tableur (séparateur point-virgule, UTF-8) :
  ventes.csv      ventes, remboursements, règlements, factures
  lignes.csv      le détail de chaque vente
  clotures.csv    clôtures du jour, du mois, de l’année
  evenements.csv  espèces, ouvertures, réglages, tout ce qui laisse une trace
Les originaux sont dans entries.jsonl : une écriture par ligne, en JSON canonique, telle que
scellée, avec sa signature. Sommes en centimes, taux en centièmes de pour cent, quantités en millièmes.
  context.jsonl     écritures d’avant ou d’après, utiles au contrôle : ouverture, purges
  reglages.json     réglages qui touchent l’argent, au jour de l’archive
  cle-publique.json clé publique de la caisse (JWK)
  manifest.json     ce que contient l’archive, avec l’empreinte SHA-256 de chaque fichier
  signature.txt     signature du manifeste

VÉRIFIER
Ouvrez verificateur.html dans un navigateur, même sans réseau, et donnez-lui ce fichier ZIP entier.
Il dit quelle écriture est fausse, et en quoi. Comparez l’empreinte de la clé, et le sceau d’une
clôture, à ceux des tickets et clôtures imprimés ou reçus : cela seul montre un journal refait en
entier.

Sans aucun programme de Comptoir :
1. Le SHA-256 de chaque fichier est celui que dit manifest.json.
2. signature.txt (base64, ECDSA P-256, SHA-256, r puis s) signe le texte
   « comptoir-archive-1 » + espace + SHA-256 de manifest.json en hexadécimal.
3. Le sceau (« seal ») d’une écriture est le SHA-256 de l’écriture sans ce champ, en JSON canonique
   (RFC 8785, UTF-8). « previous » est le sceau de l’écriture précédente, 64 zéros pour la première.
4. Les numéros se suivent sans trou, hors ce que disent les traces « entries-purged ».
5. La signature d’une écriture (« signature ») est faite avec la clé de l’écriture 1. Un seul mot, en
   base64 : elle porte sur le sceau en hexadécimal. Quatre mots, « 2 », l’instant, une empreinte et
   la signature en base64 : elle porte sur le texte « comptoir-signature-2 » + espace + sceau +
   espace + empreinte + espace + instant. L’empreinte est le SHA-256 de la signature (« signature »)
   de l’écriture précédente, 64 zéros s’il n’y en a pas ; l’instant est celui de l’écriture. Après
   une signature de quatre mots, toutes le sont.
6. L’empreinte de la clé est le SHA-256 de la clé publique (crv, kty, x, y) en JSON canonique.

CONSERVER
Six ans au moins (LPF, art. L. 102 B), en deux endroits. Ne modifiez rien : l’archive ne vaut
qu’entière.
`
}

/** Says what the archive was made from, where it is not the till's own journal. */
function copyText({ of, madeBy, upTo, heardAt }: NonNullable<ArchiveManifest['copy']>): string {
  const named = (name: string) => (name === '' ? '' : ` (${name})`)
  const heard = heardAt === null ? '' : `, entendue pour la dernière fois le ${heardAt}`
  return `Faite d’une COPIE de ce journal${named(of)}, par la caisse ${madeBy.till}${named(madeBy.name)}
La copie y va jusqu’à l’écriture ${upTo}${heard}
`
}
