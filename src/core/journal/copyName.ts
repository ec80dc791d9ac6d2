import { isTillCode } from './tillCode'

/**
 * A file of a journal's copy. A journal is known by its till code and the seal of its opening: after
 * a restore another journal may have the same till code.
 */
export interface CopyName {
  till: string
  /** The first 16 hexadecimal digits of the seal of the journal's opening. */
  opening: string
  /** Files of one journal follow each other: 1, 2, 3… */
  part: number
  /** A file is written anew when a purge took entries out of it: 0, 1, 2… */
  edition: number
}

/** Name of a file of a journal's copy, such as `A-0f3c5a7e9b1d2f4a-0001-0.copy`. */
export const copyFileName = ({ till, opening, part, edition }: CopyName): string =>
  `${till}-${opening}-${String(part).padStart(4, '0')}-${edition}.copy`

/** Parses the name of a file; undefined when it is not of a journal's copy. */
export function parseCopyName(name: string): CopyName | undefined {
  const found = /^([A-Z]{1,2})-([0-9a-f]{16})-(\d{4,9})-(\d{1,9})\.copy$/.exec(name)
  const [, till = '', opening = '', part, edition] = found ?? []
  if (!found || !isTillCode(till)) return undefined
  return { till, opening, part: Number(part), edition: Number(edition) }
}

/** What names the journal of an opening, beside its till code. */
export const openingMark = ({ seal }: { seal: string }): string => seal.slice(0, 16)

/** Sort order of the files of a copy: journal by journal, as they were written. */
export function inCopyOrder(a: CopyName, b: CopyName): number {
  const journals = `${a.till} ${a.opening}`.localeCompare(`${b.till} ${b.opening}`, 'en')
  return journals || a.part - b.part || a.edition - b.edition
}
