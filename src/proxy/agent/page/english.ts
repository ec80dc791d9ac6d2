import type { PageTexts } from './texts'

export const ENGLISH: PageTexts = {
  language: 'en',
  title: 'Counter program',
  lead: 'This program links a till to the devices of the counter. Leave it open as long as the shop is.',
  silent:
    'The program does not answer any more: what follows is of its last answer. Start it again on the counter’s computer.',
  page: 'Linked till',
  paired: 'The till at {origin} may use these devices; no page of another site may.',
  pairedAt: 'Linked on {time}.',
  pairedBefore: 'Linked by an older version of the program, which did not note when.',
  heardAt: 'Last heard on {time}.',
  neverHeard:
    'Not heard yet since the program started: open the till in a browser of this computer.',
  notPaired:
    'No till of another site is linked. The one that this program opens itself uses these devices without a code.',
  howToPair:
    'To link the one on your own host, open it on this computer, then Settings > General options > Receipt printer. Under Counter program, type the code shown in the window where the program was started.',
  lost: 'What was noted of the linked till cannot be read: it is not linked any more. Its sales are not concerned. Link it again.',
  lostFile: 'The damaged file is kept aside: {file}',
  wrongSetting:
    'In {variable}, a setting cannot be read: that device is not served, the others are. The program’s window says what is wrong.',
  devices: 'Allowed devices',
  kinds: { printer: 'Printer', terminal: 'Card terminal' },
  address: 'at the address {address}',
  neverAsked: 'Nothing was asked of it since the program started.',
  reached: 'Reached on {time}.',
  unreachable:
    'Not reached on {time}. Check that it is on, on the shop’s network, and still at this address.',
  notPrivate: 'Not reached on {time}: its address is not of the shop’s network.',
  faults: {
    unreachable: 'it did not answer.',
    'not-allowed': 'it refused.',
    'not-listed': 'it is no longer on the list.',
    busy: 'it was busy.',
    'paper-out': 'it was out of paper.',
    'cover-open': 'its cover was open.',
    'not-ready': 'it was not ready (asleep, paused or in error).',
    cut: 'the connection ended before it was done.',
    silent: 'it said nothing more.',
  },
  faultAt: 'Reached on {time}, but {fault}',
  screens: 'Customer’s screens',
  screensListen: count =>
    count === 1 ? 'One other device shows the till.' : `${count} other devices show the till.`,
  noScreen: 'No other device has shown the till since the program started.',
  screenLeft: 'No other device shows the till. The last one left on {time}.',
  notAskedByPage:
    'This page updates by itself. It asks nothing of the devices: it says what was seen.',
}
