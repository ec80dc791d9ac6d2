/** French of the module's texts, by their English as it stands in its sources. */
export const FRENCH: Readonly<Record<string, string>> = {
  'Comptoir, the till that sells without a network': 'Comptoir, la caisse qui vend sans réseau',
  'Opens a till for your counter on a tablet, with the articles of this shop.':
    'Ouvre une caisse pour votre comptoir sur une tablette, avec les articles de cette boutique.',
  'The key of the tills will be deleted, and the till taken off this shop. Sales stay on the devices. Go on?':
    'La clé des caisses sera supprimée, et la caisse retirée de cette boutique. Les ventes restent sur les appareils. Continuer ?',
  'Your profile may not configure this module.':
    'Votre profil ne permet pas de configurer ce module.',
  'This page was too old. Nothing was done; try again.':
    'Cette page était trop ancienne. Rien n’a été fait ; recommencez.',
  'Your profile may not make webservice keys. Ask the owner of the shop.':
    'Votre profil ne permet pas de créer des clés de webservice. Adressez-vous au propriétaire de la boutique.',
  'The key could not be written. Try again, or look at the logs of the shop.':
    'La clé n’a pas pu être écrite. Recommencez, ou regardez les journaux de la boutique.',
  'The rights of the key are saved. Each till reads them at its next sync.':
    'Les droits de la clé sont enregistrés. Chaque caisse les lit à sa prochaine synchronisation.',
  'Names, references and barcodes of sizes and colours; without it they are numbered.':
    'Nom, référence et code-barres des tailles et des couleurs ; sans ce droit, elles sont numérotées.',
  'The stock of the shop on the till.': 'Le stock de la boutique sur la caisse.',
  'The till takes what it sells off the stock of the shop. The only right to write.':
    'La caisse retire du stock de la boutique ce qu’elle vend. C’est le seul droit d’écriture.',
  'Beginning and end of promotions, obeyed without a network too.':
    'Le début et la fin des promotions, suivis même sans réseau.',
  'VAT rates of groups that have no article yet.':
    'Le taux de TVA des groupes qui n’ont pas encore d’article.',
  'Online orders, to hand over and to book at the till. They hold names and addresses of customers.':
    'Les commandes en ligne, à remettre et à enregistrer en caisse. Elles contiennent le nom et l’adresse des clients.',
  'This is not an https address of a site, such as https://caisse.example.com.':
    'Ce n’est pas l’adresse https d’un site, comme https://caisse.exemple.fr.',
  'This is the address of the shop itself: give a subdomain, or leave it empty.':
    'C’est l’adresse de la boutique elle-même : donnez un sous-domaine, ou laissez vide.',
  'The address is kept, but the .htaccess file could not be written: add the lines below yourself.':
    'L’adresse est enregistrée, mais le fichier .htaccess n’a pas pu être écrit : ajoutez vous-même les lignes ci-dessous.',
  'The address is kept. The next QR code opens the till there.':
    'L’adresse est enregistrée. Le prochain code QR y ouvre la caisse.',
  'This shop is not in https: a tablet cannot keep the till for sales without a network. Switch on SSL in Shop parameters > General first.':
    'Cette boutique n’est pas en https : une tablette ne peut pas y garder la caisse pour vendre sans réseau. Activez d’abord le SSL dans Paramètres de la boutique > Paramètres généraux.',
  'Your profile may not make webservice keys: you can look, but not change anything here.':
    'Votre profil ne permet pas de créer des clés de webservice : vous pouvez regarder, sans rien changer ici.',
  'Connect a tablet': 'Relier une tablette',
  'QR code of the till': 'Code QR de la caisse',
  'Your browser shows no QR code without JavaScript.':
    'Sans JavaScript, votre navigateur n’affiche pas de code QR.',
  'On the tablet, scan this QR code with the camera and open the page.':
    'Avec l’appareil photo de la tablette, scannez ce code QR et ouvrez la page.',
  'Type this code on the tablet:': 'Tapez ce code sur la tablette :',
  'The articles come by themselves. You can sell.':
    'Les articles arrivent seuls. Vous pouvez vendre.',
  'It works once, and for ten minutes:': 'Il sert une fois, et pendant dix minutes :',
  'The ten minutes are over. Show another QR code.':
    'Les dix minutes sont passées. Affichez un autre code QR.',
  'Use this device as the till': 'Utiliser cet appareil comme caisse',
  'The till': 'La caisse',
  'The till is at': 'La caisse est à l’adresse',
  'The root of the shop cannot be written, or already has another “caisse”: the till is in the folder of the module. It sells just as well there.':
    'La racine de la boutique n’est pas modifiable, ou a déjà un autre dossier « caisse » : la caisse est dans le dossier du module. Elle y vend tout aussi bien.',
  'The till does not answer at that address. Ask your host to serve the files of this folder as they are:':
    'La caisse ne répond pas à cette adresse. Demandez à votre hébergeur de servir tels quels les fichiers de ce dossier :',
  'Show a QR code for a tablet': 'Afficher un code QR pour une tablette',
  'What the till may read': 'Ce que la caisse peut lire',
  'The key of the tills reads the catalogue, and nothing else:':
    'La clé des caisses lit le catalogue, et rien d’autre :',
  'More, if you want it': 'En plus, si vous le voulez',
  'Save the rights': 'Enregistrer les droits',
  'A tablet is lost: make another key': 'Une tablette est perdue : changer la clé',
  'With another key, every till must be connected again by a QR code; none loses a sale.':
    'Avec une autre clé, chaque caisse est à relier de nouveau par un code QR ; aucune ne perd de vente.',
  'Make the key and connect a tablet': 'Créer la clé et relier une tablette',
  'This switches the webservice on, makes a key of its own for the tills, and adds to .htaccess the line that some hosts need.':
    'Le webservice est activé, une clé propre aux caisses est créée, et la ligne dont certains hébergeurs ont besoin est ajoutée à .htaccess.',
  'A subdomain of its own': 'Un sous-domaine à elle',
  'In a folder, the till shares the origin of the shop: a script of your theme or of another module could read what the till keeps on the device, its key and its sales. On a subdomain of its own nothing of the shop can.':
    'Dans un dossier, la caisse partage l’origine de la boutique : un script de votre thème ou d’un autre module pourrait lire ce que la caisse garde sur l’appareil, sa clé et ses ventes. Sur un sous-domaine à elle, rien de la boutique ne le peut.',
  'At your host, make a subdomain whose folder is:':
    'Chez votre hébergeur, créez un sous-domaine dont le dossier est :',
  'Write its address here; that address alone may then read the webservice.':
    'Écrivez ici son adresse ; elle seule pourra alors lire le webservice.',
  'Save the address': 'Enregistrer l’adresse',
  'Tills that are open already keep their sales at the old address: close the day there before you change it.':
    'Les caisses déjà ouvertes gardent leurs ventes à l’ancienne adresse : faites-y la clôture avant de changer.',
  'What this module did': 'Ce que ce module a fait',
  'Files of the till:': 'Les fichiers de la caisse :',
  'A webservice key named “Comptoir”.': 'Une clé de webservice nommée « Comptoir ».',
  'The webservice, which was off, is on.': 'Le webservice, qui était éteint, est activé.',
  'Lines of its own at the top of .htaccess.': 'Des lignes à elle en tête de .htaccess.',
  'Your host needs these lines, and .htaccess could not be written. Add them at its top yourself; on nginx, give them to your host:':
    'Votre hébergeur a besoin de ces lignes, et .htaccess n’a pas pu être écrit. Ajoutez-les vous-même en tête du fichier ; sur nginx, donnez-les à votre hébergeur :',
  'Uninstalling takes all of it back. Sales are on the devices, and stay there.':
    'La désinstallation défait tout cela. Les ventes sont sur les appareils, et y restent.',
}
