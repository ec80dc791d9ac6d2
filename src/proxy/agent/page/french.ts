import type { PageTexts } from './texts'

export const FRENCH: PageTexts = {
  language: 'fr',
  title: 'Programme du comptoir',
  lead: 'Ce programme relie une caisse aux appareils du comptoir. Laissez-le ouvert tant que la boutique l’est.',
  silent:
    'Le programme ne répond plus : ce qui suit date de la dernière réponse. Relancez-le sur l’ordinateur du comptoir.',
  page: 'Caisse reliée',
  paired:
    'La caisse ouverte à l’adresse {origin} peut utiliser ces appareils ; aucune page d’un autre site ne le peut.',
  pairedAt: 'Reliée le {time}.',
  pairedBefore: 'Reliée par une version plus ancienne du programme, qui ne notait pas quand.',
  heardAt: 'Entendue pour la dernière fois le {time}.',
  neverHeard:
    'Pas encore entendue depuis le lancement du programme : ouvrez la caisse dans un navigateur de cet ordinateur.',
  notPaired:
    'Aucune caisse d’un autre site n’est reliée. Celle que ce programme ouvre lui-même utilise ces appareils sans code.',
  howToPair:
    'Pour relier celle de votre hébergeur, ouvrez-la sur cet ordinateur, puis Config > Options générales > Imprimante à tickets. Sous Programme du comptoir, tapez le code affiché dans la fenêtre où le programme a été lancé.',
  lost: 'Ce qui était noté de la caisse reliée est illisible : elle n’est plus reliée. Ses ventes ne sont pas en cause. Reliez-la de nouveau.',
  lostFile: 'Le fichier abîmé est gardé de côté : {file}',
  devices: 'Appareils permis',
  wrongSetting:
    'Dans {variable}, un réglage ne se lit pas : cet appareil n’est pas servi, les autres le sont. La fenêtre du programme dit ce qui ne va pas.',
  kinds: { printer: 'Imprimante', terminal: 'Terminal de paiement' },
  address: 'à l’adresse {address}',
  neverAsked: 'Rien ne lui a été demandé depuis le lancement du programme.',
  reached: 'A répondu le {time}.',
  unreachable:
    'N’a pas répondu le {time}. Vérifiez l’alimentation, le réseau de la boutique, et que l’adresse n’a pas changé.',
  notPrivate: 'Pas demandé le {time} : son adresse n’est pas du réseau de la boutique.',
  faults: {
    unreachable: 'elle n’a pas répondu.',
    'not-allowed': 'elle a refusé.',
    'not-listed': 'elle n’est plus dans la liste.',
    busy: 'elle était occupée.',
    'paper-out': 'il n’y avait plus de papier.',
    'cover-open': 'son capot était ouvert.',
    'not-ready': 'elle n’était pas prête (en veille, en pause ou en erreur).',
    cut: 'la connexion s’est coupée avant la fin.',
    silent: 'elle n’a plus rien dit.',
  },
  faultAt: 'A répondu le {time}, mais {fault}',
  screens: 'Écrans du client',
  screensListen: count =>
    count === 1
      ? 'Un autre appareil montre la caisse.'
      : `${count} autres appareils montrent la caisse.`,
  noScreen: 'Aucun autre appareil ne montre la caisse depuis le lancement du programme.',
  screenLeft: 'Aucun autre appareil ne montre la caisse. Le dernier est parti le {time}.',
  notAskedByPage:
    'Cette page se met à jour seule. Elle ne demande rien aux appareils : elle dit ce qui a été vu.',
}
