import type { Texts } from './texts'

export const ENGLISH: Texts = {
  'zip-unreadable': 'This file is not a whole ZIP: it is cut or damaged.',
  'zip-too-large':
    'This file is too large to be read here. Check it with the command, or make shorter archives.',
  'zip-hidden-bytes': 'The ZIP holds bytes that belong to none of its files.',
  'zip-file-odd':
    'The file {detail} is not stored as a till stores it: a link, encrypted, outside the folder, or with false sizes.',
  'archive-unlikely':
    'The archive has a shape that no till writes: it was not read in full. {detail}',
  'file-missing': 'The file {detail} is missing.',
  'file-not-listed': 'The file {detail} is not part of the archive: the manifest does not name it.',
  'file-changed': 'The file {detail} was changed.',
  'manifest-unreadable': 'manifest.json cannot be read: this is no archive, or it was changed.',
  'manifest-differs':
    'The entries do not go up to the last one announced (no. {entry}), or their number differs.',
  'manifest-not-signed': 'The manifest is not signed by the till’s key.',
  'key-differs': 'The public key is not the journal’s.',
  'line-unreadable': 'Entry {entry}: a line cannot be read. {detail}',
  'other-till': 'Entry {entry}: it is another till’s.',
  'seal-differs': 'Entry {entry}: its content was changed, its seal no longer matches.',
  'number-missing': 'Entry {entry}: it is missing.',
  'number-repeated': 'Entry {entry}: it is doubled or out of place.',
  'previous-differs': 'Entry {entry}: it does not follow the entry before.',
  'not-opened': 'Entry {entry}: the opening of the journal is not in its place.',
  'signature-missing': 'Entry {entry}: its signature is missing.',
  'signature-wrong': 'Entry {entry}: its signature is not the till’s.',
  'signature-not-following':
    'Entry {entry}: its signature does not follow the signature of the entry before: it was put there afterwards.',
  'signed-late': 'Entry {entry}: it was signed after the fact, at {detail}.',
  'time-backwards':
    'Entry {entry}: its time is before that of earlier entries, and no trace tells of a clock set back.',
  'signatures-unread':
    'The signatures were not checked: a browser can do so only on a page opened by https or from a disk. Save the verifier, then open it from the disk.',
  'kept-differs': 'Entry {entry}: what is left of this purge is not what it left.',
  'purge-unlikely': 'Entry {entry}: this purge does not say what it must.',
  'document-out-of-order': 'Entry {entry}: the number of its document does not follow ({detail}).',
  'closing-sum': 'Entry {entry}: the closing is not the sum of its entries.',
  'closing-range': 'Entry {entry}: the closing does not cover the entries it must.',
  'perpetual-sum': 'Entry {entry}: the perpetual totals do not follow those before.',
  'vouchers-over-food': 'Entry {entry}: meal vouchers paid more than its food.',
  'link-differs':
    'Entry {entry}: what is carried over from letter {detail} is not what that letter had left.',
  'earlier-unsound': 'The archive of the earlier letter {detail} is not intact.',
  'fingerprint-differs':
    'The key’s fingerprint is not the one you gave: the journal was made anew.',
  'anchor-differs': 'Entry {entry}: it is not the one on the paper or in the message.',
  'anchor-beyond': 'Entry {entry}: a paper names it, and the archive ends before.',
  'copies-differ':
    'Entry {entry}: it is not the one in the archive made by till {detail}. From here on one of the two journals was rewritten, or the device was copied or put back.',
  'shorter-than-copy':
    'Entry {entry}: the till had sealed it before this archive was made, and it is not there (entries {detail} of the other archive). The journal was cut, or put back to an earlier day.',
  compared: '{entry} entries are the same as in the archive made by till {detail}.',
  'copy-behind':
    'Entry {entry} and after: this copy had not received them (entries {detail} of the other archive).',
  'other-unsound':
    'The other archive of this journal, made by till {detail}, is not intact: it was not compared. Check it by itself.',
  'no-key': 'This till had no cryptography: its seals are not signed.',
  'newest-unsigned': 'Entry {entry} and after: not yet signed when the archive was made.',
  purged: 'Entry {entry}: it says that entries {detail} were archived, then taken off the till.',
  'anchor-outside': 'Entry {entry}: a paper names it, outside this archive.',
  'signed-by-other':
    'This archive was made after a restore, and signed by the key of letter {detail}: compare that fingerprint too.',
  'made-from-copy':
    'This archive was made from a copy of this journal, by till {detail}, which had received up to entry {entry}.',
  'copy-signed-by':
    'It is signed by the key of the till that made it, {detail}: compare that fingerprint too.',
  continues:
    'This journal goes on from entry {detail} after a restore: give the archive of that letter too, to compare what was carried over.',
  'clock-untraced':
    'Entry {entry}: its time is before that of earlier entries, and no trace tells of a clock set back. Older tills did not always trace it.',
  'fault-sealed':
    'Entry {entry}: the till found that the journal of letter {detail} was not as it had left it, and went on under this letter.',
  'earlier-partial':
    'The archive of letter {detail} is not whole: what was carried over could not be compared.',
  'earlier-unread':
    'The other archive given (letter {detail}) is not the one this journal goes on from: it was not read. Give it alone.',
  title: 'Archive verifier',
  lead: 'It reads an archive of a Comptoir till, on this computer alone: nothing is sent.',
  choose: 'Choose the ZIP archive, with those of earlier letters and of copies if there are any…',
  drop: 'or drop them here',
  known: 'Anchors or key fingerprint, from a paper or a message',
  knownHint: 'Optional: it alone shows a journal made anew as a whole under another key.',
  checking: '{done} of {count} entries checked…',
  sound: 'The archive is intact. Entries checked: {count}, no. {first} to {last}.',
  unsound: 'The archive is wrong. Faults: {count}.',
  unread: 'The archive is checked in part only: its signatures were not.',
  more: '… and {count} more.',
  faults: 'Faults',
  notes: 'To know',
  about: 'This archive',
  till: 'Till, journal',
  period: 'Period',
  begin: 'from the beginning',
  end: 'to the day of the archive',
  entries: 'Entries',
  signatures: 'Signatures checked',
  madeAt: 'Made at',
  fingerprint: 'Key fingerprint',
  lastSeal: 'Last seal',
  hash: 'SHA-256 of the file',
  compare:
    'Compare the fingerprint and the seals with those on paper: they alone are not in the till.',
  usage: 'Usage: npm run verify -- archive.zip [others.zip…] [--anchor TEXT] [--fingerprint HEX]',
  unreadableFile: 'This file cannot be read: {detail}',
  badFingerprint: 'A fingerprint has 64 hexadecimal digits.',
  badAnchor: 'An anchor is written: COMPTOIR-ANCHOR/1 <till> <number> <seal> <fingerprint>.',
}
