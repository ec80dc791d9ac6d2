/** What is read, whoever wrote it, and a sound one of it. `read` must return, whatever it is given. */
export interface Decoder<Sample> {
  name: string
  sample: Sample
  read: (spoilt: Sample) => unknown
}
