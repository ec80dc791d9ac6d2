import type { Texts } from './texts'

export const FRENCH: Texts = {
  'zip-unreadable': 'Ce fichier n’est pas un ZIP entier : il est coupé ou abîmé.',
  'zip-too-large':
    'Ce fichier est trop grand pour être relu ici. Relisez-le avec la commande, ou faites des archives plus courtes.',
  'zip-hidden-bytes': 'Le ZIP contient des octets qui ne sont d’aucun de ses fichiers.',
  'zip-file-odd':
    'Le fichier {detail} n’est pas rangé comme une caisse le range : lien, chiffré, hors du dossier, ou tailles fausses.',
  'archive-unlikely':
    'L’archive a une forme qu’aucune caisse n’écrit : elle n’a pas été relue en entier. {detail}',
  'file-missing': 'Le fichier {detail} manque.',
  'file-not-listed': 'Le fichier {detail} n’est pas de l’archive : le manifeste ne le nomme pas.',
  'file-changed': 'Le fichier {detail} a été modifié.',
  'manifest-unreadable':
    'manifest.json ne se lit pas : ce n’est pas une archive, ou il a été modifié.',
  'manifest-differs':
    'Les écritures ne vont pas jusqu’à la dernière annoncée (n° {entry}), ou leur nombre diffère.',
  'manifest-not-signed': 'Le manifeste n’est pas signé par la clé de la caisse.',
  'key-differs': 'La clé publique n’est pas celle du journal.',
  'line-unreadable': 'Écriture {entry} : une ligne ne se lit pas. {detail}',
  'other-till': 'Écriture {entry} : elle est d’une autre caisse.',
  'seal-differs': 'Écriture {entry} : son contenu a été modifié, son sceau ne correspond plus.',
  'number-missing': 'Écriture {entry} : elle manque.',
  'number-repeated': 'Écriture {entry} : elle est en double ou déplacée.',
  'previous-differs': 'Écriture {entry} : elle ne suit pas l’écriture précédente.',
  'not-opened': 'Écriture {entry} : l’ouverture du journal n’est pas à sa place.',
  'signature-missing': 'Écriture {entry} : sa signature manque.',
  'signature-wrong': 'Écriture {entry} : sa signature n’est pas celle de la caisse.',
  'signature-not-following':
    'Écriture {entry} : sa signature ne suit pas celle de l’écriture d’avant ; elle a été mise là après coup.',
  'signed-late': 'Écriture {entry} : elle a été signée après coup, le {detail}.',
  'time-backwards':
    'Écriture {entry} : son heure est antérieure à celle d’écritures d’avant, et aucune trace ne dit que l’horloge a été reculée.',
  'signatures-unread':
    'Les signatures n’ont pas été vérifiées : un navigateur ne le peut que sur une page ouverte en https ou depuis un disque. Enregistrez le vérificateur, puis ouvrez-le depuis le disque.',
  'kept-differs': 'Écriture {entry} : ce qui reste de cette purge n’est pas ce qu’elle a laissé.',
  'purge-unlikely': 'Écriture {entry} : cette purge ne dit pas ce qu’elle doit dire.',
  'document-out-of-order': 'Écriture {entry} : le numéro du document ne suit pas ({detail}).',
  'closing-sum': 'Écriture {entry} : la clôture n’est pas la somme de ses écritures.',
  'closing-range': 'Écriture {entry} : la clôture ne couvre pas les écritures qu’elle doit.',
  'perpetual-sum': 'Écriture {entry} : les totaux perpétuels ne suivent pas ceux d’avant.',
  'vouchers-over-food':
    'Écriture {entry} : les titres-restaurant y paient plus que sa part alimentaire.',
  'link-differs':
    'Écriture {entry} : ce qui est repris de la lettre {detail} n’est pas ce que cette lettre avait laissé.',
  'earlier-unsound': 'L’archive de la lettre {detail}, d’avant, n’est pas intacte.',
  'fingerprint-differs':
    'L’empreinte de la clé n’est pas celle que vous avez donnée : journal refait.',
  'anchor-differs': 'Écriture {entry} : elle n’est pas celle que dit le papier ou le message.',
  'anchor-beyond': 'Écriture {entry} : un papier la nomme, et l’archive s’arrête avant.',
  'copies-differ':
    'Écriture {entry} : elle n’est pas celle de l’archive faite par la caisse {detail}. À partir d’ici, l’un des deux journaux a été refait, ou l’appareil copié ou remis en arrière.',
  'shorter-than-copy':
    'Écriture {entry} : la caisse l’avait scellée avant que cette archive soit faite, et elle n’y est pas (écritures {detail} de l’autre archive). Le journal a été coupé, ou remis à un jour d’avant.',
  compared: '{entry} écritures sont les mêmes que dans l’archive faite par la caisse {detail}.',
  'copy-behind':
    'Écriture {entry} et suivantes : cette copie ne les avait pas reçues (écritures {detail} de l’autre archive).',
  'other-unsound':
    'L’autre archive de ce journal, faite par la caisse {detail}, n’est pas intacte : elle n’a pas été comparée. Vérifiez-la seule.',
  'no-key': 'Cette caisse n’avait pas de cryptographie : ses sceaux ne sont pas signés.',
  'newest-unsigned':
    'Écriture {entry} et suivantes : pas encore signées quand l’archive a été faite.',
  purged: 'Écriture {entry} : elle dit que les écritures {detail} ont été archivées puis effacées.',
  'anchor-outside': 'Écriture {entry} : un papier la nomme, hors de cette archive.',
  'signed-by-other':
    'Cette archive a été faite après une restauration, et signée par la clé de la lettre {detail} : comparez aussi cette empreinte.',
  'made-from-copy':
    'Cette archive a été faite d’une copie de ce journal, par la caisse {detail}, qui en avait reçu jusqu’à l’écriture {entry}.',
  'copy-signed-by':
    'Elle est signée par la clé de la caisse qui l’a faite, {detail} : comparez aussi cette empreinte.',
  continues:
    'Ce journal prend la suite de l’écriture {detail}, après une restauration : donnez aussi l’archive de cette lettre pour comparer ce qui en est repris.',
  'clock-untraced':
    'Écriture {entry} : son heure est antérieure à celle d’écritures d’avant, et aucune trace ne dit que l’horloge a été reculée. Les caisses d’avant ne le notaient pas toujours.',
  'fault-sealed':
    'Écriture {entry} : la caisse a trouvé que le journal de la lettre {detail} n’était plus tel qu’elle l’avait laissé, et a continué sous cette lettre.',
  'earlier-partial':
    'L’archive de la lettre {detail} n’est pas entière : ce qui en est repris n’a pas pu être comparé.',
  'earlier-unread':
    'L’autre archive donnée (lettre {detail}) n’est pas celle dont ce journal prend la suite : elle n’a pas été relue. Donnez-la seule.',
  title: 'Vérificateur d’archives',
  lead: 'Il relit une archive de caisse Comptoir, sur cet ordinateur seulement : rien n’est envoyé.',
  choose: 'Choisir l’archive ZIP, avec celles des lettres d’avant et des copies s’il y en a…',
  drop: 'ou déposez-les ici',
  known: 'Ancres ou empreinte de clé, d’un papier ou d’un message',
  knownHint: 'Facultatif : cela seul montre un journal refait en entier sous une autre clé.',
  checking: '{done} écritures vérifiées sur {count}…',
  sound: 'Archive intacte. Écritures vérifiées : {count}, n° {first} à {last}.',
  unsound: 'Archive fausse. Anomalies : {count}.',
  unread: 'Archive vérifiée en partie seulement : ses signatures ne l’ont pas été.',
  more: '… et {count} autre(s).',
  faults: 'Anomalies',
  notes: 'À savoir',
  about: 'Cette archive',
  till: 'Caisse, journal',
  period: 'Période',
  begin: 'depuis le début',
  end: 'jusqu’au jour de l’archive',
  entries: 'Écritures',
  signatures: 'Signatures vérifiées',
  madeAt: 'Faite le',
  fingerprint: 'Empreinte de la clé',
  lastSeal: 'Dernier sceau',
  hash: 'SHA-256 du fichier',
  compare:
    'Comparez l’empreinte et les sceaux à ceux des papiers : eux seuls ne sont pas dans la caisse.',
  usage: 'Usage : npm run verify -- archive.zip [autres.zip…] [--anchor TEXTE] [--fingerprint HEX]',
  unreadableFile: 'Ce fichier ne se lit pas : {detail}',
  badFingerprint: 'Une empreinte a 64 chiffres hexadécimaux.',
  badAnchor: 'Une ancre s’écrit : COMPTOIR-ANCHOR/1 <caisse> <numéro> <sceau> <empreinte>.',
}
