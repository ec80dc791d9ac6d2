/** Why the till could not be opened. It is told on a page of its own, before anything else. */
export interface OpeningFault {
  cause:
    | 'denied'
    | 'absent'
    | 'full'
    | 'failed'
    /** Another tab holds the database in its old version; the till opens once it lets go. */
    | 'blocked'
    /** Nothing answers; the till opens if it does after all. */
    | 'silent'
    /** A file of the till is missing. */
    | 'part-missing'
    | 'unexpected'
  detail: string
}
