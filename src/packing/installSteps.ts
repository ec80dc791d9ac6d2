const UPDATE = `
METTRE À JOUR : remplacez le dossier par celui de la nouvelle version, dans n'importe quel
ordre. La tablette ne prend la nouvelle version qu'une fois entière, et vend avec l'ancienne
jusque-là. Les ventes ne sont pas dans ce dossier : elles sont sur la tablette, et y restent.

La page est blanche, ou « 404 » : le fichier .htaccess manque, ou l'hébergeur n'utilise pas
Apache. Sur nginx, copiez les en-têtes de .htaccess dans la configuration du site.
`

/** First instructions for the person who unpacks the ZIP. */
export function installSteps(version: string, origin?: string): string {
  return origin === undefined ? inFolder(version) : atOwnAddress(version, origin)
}

function atOwnAddress(version: string, origin: string): string {
  return `COMPTOIR ${version} : LA CAISSE, À SON ADRESSE ${origin}

1. Chez l'hébergeur de la boutique, créez le sous-domaine ${new URL(origin).host} avec https.
   Son dossier est à côté de celui de la boutique, pas dedans.
2. Déposez le contenu de ce dossier « caisse » à la racine du sous-domaine, fichiers cachés
   compris (.htaccess : dans FileZilla, menu Serveur > Forcer l'affichage des fichiers cachés).
3. Ajoutez à la boutique les lignes du fichier comptoir-${version}-boutique.txt, écrit à côté
   du ZIP : elles laissent cette adresse, et elle seule, parler à la boutique.
4. Ouvrez ${origin} sur la tablette. Config > Options générales > Commandes :
   l'adresse de la boutique, la clé du webservice, Enregistrer. Puis Articles > Synchroniser.
5. Menu du navigateur > « Installer l'application » : la caisse s'ouvre alors sans réseau.
${UPDATE}`
}

function inFolder(version: string): string {
  return `COMPTOIR ${version} : LA CAISSE, DANS UN DOSSIER DE VOTRE BOUTIQUE

1. Ce dossier « caisse » se place à la racine du site, à côté des dossiers
   « img », « modules » et « themes » de PrestaShop.
   - Par FTP : déposez le dossier « caisse » entier, fichiers cachés compris
     (.htaccess : dans FileZilla, menu Serveur > Forcer l'affichage des fichiers cachés).
   - Par le gestionnaire de fichiers de l'hébergeur : envoyez le fichier ZIP à la racine
     du site, puis « Extraire ici ».
2. Ouvrez https://votre-boutique/caisse/ (en https) sur la tablette.
   Si PrestaShop est dans un dossier, la caisse va dans ce même dossier.
3. Config > Options générales > Commandes : l'adresse de la boutique, la clé du
   webservice, Enregistrer. Puis Articles > Synchroniser.
4. Menu du navigateur > « Installer l'application » : la caisse s'ouvre alors sans réseau.
${UPDATE}`
}
