import type { Locale } from './format'
import type { Sentences } from './sentences'
import type { OpeningFault } from '@/core/openingFault'

/** The page that is shown when the till cannot open; it is loaded only then, with its words. */
interface NotOpenedWords {
  title: string
  reload: string
  check: string
  detail: string
  causes: Record<OpeningFault['cause'], Sentences>
}

const KEPT_FR = 'Rien n’est effacé : ce qui est sur cet appareil y reste.'
const KEPT_EN = 'Nothing is erased: what is on this device stays on it.'

export const notOpened: Record<Locale, NotOpenedWords> = {
  fr: {
    title: 'La caisse ne peut pas s’ouvrir',
    reload: 'Recharger',
    check: 'Enregistrer le vérificateur d’archives',
    detail: 'Pour qui vous aide',
    causes: {
      denied: {
        what: 'Le navigateur n’autorise pas la caisse à garder ses données sur cet appareil.',
        meaning: `Sans elles, une vente ne serait écrite nulle part : la caisse n’en fait pas. ${KEPT_FR}`,
        todo: 'Quittez la navigation privée, ou autorisez les cookies et les données de ce site dans les réglages du navigateur. Puis rechargez.',
      },
      absent: {
        what: 'Ce navigateur n’a pas de base de données où garder les ventes.',
        meaning: `Une vente n’y serait écrite nulle part : la caisse n’en fait pas. ${KEPT_FR}`,
        todo: 'Quittez la navigation privée, ou ouvrez la caisse dans Chrome, Edge, Safari ou Firefox plutôt que dans une autre application.',
      },
      full: {
        what: 'La mémoire de l’appareil est pleine.',
        meaning: `La caisse n’a plus la place d’ouvrir ses données. ${KEPT_FR}`,
        todo: 'Supprimez de l’appareil des photos, des vidéos ou des applications, puis rechargez. N’effacez pas les données du navigateur : les ventes y sont.',
      },
      failed: {
        what: 'La base de données de la caisse ne s’ouvre pas.',
        meaning: `La caisse a essayé plusieurs fois. ${KEPT_FR}`,
        todo: 'Rechargez. Si cela revient, fermez tout à fait le navigateur, ou redémarrez l’appareil. N’effacez pas les données du navigateur : les ventes y sont. En attendant, la caisse s’ouvre dans un autre navigateur, avec votre dernière sauvegarde.',
      },
      blocked: {
        what: 'Un autre onglet tient encore la caisse dans son ancienne version.',
        meaning: `Cette page attend qu’il la libère pour mettre ses données à jour. ${KEPT_FR}`,
        todo: 'Fermez les autres onglets et les autres fenêtres de la caisse : celle-ci s’ouvrira d’elle-même.',
      },
      silent: {
        what: 'Les données de la caisse tardent à répondre.',
        meaning: `La caisse s’ouvrira d’elle-même si elles répondent. ${KEPT_FR}`,
        todo: 'Patientez, puis rechargez. Si cela revient, fermez tout à fait le navigateur, ou redémarrez l’appareil.',
      },
      'part-missing': {
        what: 'Une partie de la caisse n’est pas arrivée.',
        meaning: `Une mise à jour est sans doute en cours, ou le réseau a coupé. ${KEPT_FR}`,
        todo: 'Rechargez dans une minute.',
      },
      unexpected: {
        what: 'Quelque chose d’imprévu a arrêté l’ouverture de la caisse.',
        meaning: KEPT_FR,
        todo: 'Rechargez. Si cela revient, envoyez le détail ci-dessous à qui vous aide. N’effacez pas les données du navigateur : les ventes y sont.',
      },
    },
  },
  en: {
    title: 'The till cannot open',
    reload: 'Reload',
    check: 'Save the checker of archives',
    detail: 'For whoever helps you',
    causes: {
      denied: {
        what: 'The browser does not allow the till to keep its data on this device.',
        meaning: `Without it, a sale would be written nowhere: the till makes none. ${KEPT_EN}`,
        todo: 'Leave private browsing, or allow cookies and data of this site in the settings of the browser. Then reload.',
      },
      absent: {
        what: 'This browser has no database to keep sales in.',
        meaning: `A sale would be written nowhere: the till makes none. ${KEPT_EN}`,
        todo: 'Leave private browsing, or open the till in Chrome, Edge, Safari or Firefox rather than inside another application.',
      },
      full: {
        what: 'The storage of the device is full.',
        meaning: `The till has no room left to open its data. ${KEPT_EN}`,
        todo: 'Delete photos, videos or applications from the device, then reload. Do not clear the data of the browser: the sales are there.',
      },
      failed: {
        what: 'The database of the till does not open.',
        meaning: `The till has tried several times. ${KEPT_EN}`,
        todo: 'Reload. If it happens again, close the browser completely, or restart the device. Do not clear the data of the browser: the sales are there. Meanwhile the till opens in another browser, with your last backup.',
      },
      blocked: {
        what: 'Another tab still holds the till in its old version.',
        meaning: `This page waits for it to let go, to update its data. ${KEPT_EN}`,
        todo: 'Close the other tabs and windows of the till: this one will then open by itself.',
      },
      silent: {
        what: 'The data of the till is slow to answer.',
        meaning: `The till will open by itself if it does. ${KEPT_EN}`,
        todo: 'Wait, then reload. If it happens again, close the browser completely, or restart the device.',
      },
      'part-missing': {
        what: 'A part of the till did not arrive.',
        meaning: `An update is probably under way, or the network failed. ${KEPT_EN}`,
        todo: 'Reload in a minute.',
      },
      unexpected: {
        what: 'Something unexpected stopped the till from opening.',
        meaning: KEPT_EN,
        todo: 'Reload. If it happens again, send the detail below to whoever helps you. Do not clear the data of the browser: the sales are there.',
      },
    },
  },
}
