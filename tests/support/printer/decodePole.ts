/** Which letter each byte beyond ASCII is, in the pages of displays: by their published tables, those that shops write. */
const SHARED: Readonly<Record<number, string>> = {
  0x80: 'Ç',
  0x82: 'é',
  0x83: 'â',
  0x85: 'à',
  0x87: 'ç',
  0x88: 'ê',
  0x89: 'ë',
  0x8a: 'è',
  0x8b: 'ï',
  0x8c: 'î',
  0x90: 'É',
  0x91: 'æ',
  0x92: 'Æ',
  0x93: 'ô',
  0x96: 'û',
  0x97: 'ù',
}

type PageOfDisplay = 'ascii' | 'cp437' | 'cp850' | 'windows1252'
const PAGES: Readonly<Record<number, PageOfDisplay>> = { 0: 'cp437', 2: 'cp850', 16: 'windows1252' }

/** A display of two lines of twenty: it takes the orders that the till may send, and throws at every other byte. */
export class Display {
  lines = ['', '']
  page: PageOfDisplay = 'ascii'
  /** Every state after both lines were written. */
  readonly shown: string[] = []
  private isSetUp = false

  constructor(
    private readonly kind: 'epson' | 'cd5220',
    page?: PageOfDisplay,
  ) {
    if (page) this.page = page
  }

  take(bytes: Uint8Array): void {
    const left = [...bytes]
    const next = (): number => {
      const byte = left.shift()
      if (byte === undefined) throw new Error('the bytes end in an order')
      return byte
    }
    const expect = (...wanted: number[]) => {
      for (const one of wanted) {
        const byte = next()
        if (byte !== one) throw new Error(`${byte} where ${one} is due`)
      }
    }
    while (left.length > 0) {
      const order = next()
      if (order === 0x0c) this.lines = [' '.repeat(20), ' '.repeat(20)]
      else if (order === 0x1b) this.escape(next, expect)
      else if (order === 0x1f && this.kind === 'epson') {
        expect(0x24, 1)
        this.write(next(), next)
      } else throw new Error(`an order ${order} that is not known`)
    }
  }

  private escape(next: () => number, expect: (...wanted: number[]) => void): void {
    const order = next()
    if (order === 0x40) this.isSetUp = true
    else if (order === 0x74 && this.kind === 'epson') {
      const page = PAGES[next()]
      if (!page) throw new Error('a page that displays do not have')
      this.page = page
    } else if (order === 0x51 && this.kind === 'cd5220') {
      this.write(next() - 0x40, next)
      expect(0x0d)
    } else throw new Error(`an ESC order ${order} that is not known`)
  }

  private write(line: number, next: () => number): void {
    if (!this.isSetUp) throw new Error('a display that was not set up')
    if (line !== 1 && line !== 2) throw new Error(`a line ${line}`)
    this.lines[line - 1] = Array.from({ length: 20 }, () => this.letter(next())).join('')
    if (line === 2) this.shown.push(this.lines.join('|'))
  }

  private letter(byte: number): string {
    if (byte < 0x20 || byte === 0x7f) throw new Error(`the order ${byte} within a line`)
    if (byte < 0x7f) return String.fromCharCode(byte)
    if (this.page === 'windows1252')
      return new TextDecoder('windows-1252').decode(Uint8Array.of(byte))
    const letter = this.page === 'ascii' ? undefined : SHARED[byte]
    if (letter === undefined) throw new Error(`the byte ${byte}, which ${this.page} does not have`)
    return letter
  }
}
