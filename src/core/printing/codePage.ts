/** What Windows-1252 has beyond ASCII and Latin-1. */
const BEYOND_LATIN = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'
const IN_PAGE = new RegExp(`^[ -~\\u00a0-\\u00ff${BEYOND_LATIN}]$`, 'u')
/** Spaces and what prints nothing: `printable` says what becomes of them. */
const IS_UNSEEN = /^[\p{Zs}\p{Cc}\p{Cf}\u2028\u2029]$/u
const IS_MARK = /^[\p{Mn}\p{Me}]$/u
const UNKNOWN = '?'

/** Signs and letters that no decomposition brings closer, each before what is printed for it. */
const CLOSEST = new Map(
  (
    '−:- ‐:- ‑:- ‒:- ―:— ⁃:- →:-> ←:<- ↔:<-> ⇒:=> ≤:<= ≥:>= ≠:<> ≈:~ ∼:~ ′:\' ″:" ʼ:’ ʻ:‘ ‛:‘ ‟:“ ⁄:/ ∕:/ ∶:: ' +
    '∙:· ⋅:· ◦:• ●:• ▪:• ■:• ★:* ☆:* ✓:v ✔:v ✗:x ✘:x ✕:x ⨯:x №:No ' +
    'ł:l Ł:L đ:d Đ:D ħ:h Ħ:H ı:i ŋ:n Ŋ:N ĸ:k ŧ:t Ŧ:T ẞ:SS ə:e Ə:E ɑ:a ' +
    'α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:µ ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o Μ:M ' +
    'а:a б:b в:v г:g д:d е:e ж:zh з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ' +
    "ъ:' ы:y ь:' э:e ю:iu я:ia і:i є:ie ґ:g ј:j љ:lj њ:nj ћ:c ђ:dj џ:dz"
  )
    .split(' ')
    .map(pair => [[...pair][0] ?? '', [...pair].slice(2).join('')] as const),
)

/**
 * A text in the letters of Windows-1252, the one page that printers of receipts here are set to: a
 * letter that it lacks becomes the closest that it has (`Ő` is `O`, `→` is `->`, Greek and Cyrillic
 * are written in Latin letters), else `?`. Nothing that can be seen is left out; the text may grow.
 */
export function inWindows1252(text: string): string {
  return [...text.normalize('NFC')].map(closestTo).join('')
}

function closestTo(letter: string): string {
  if (IN_PAGE.test(letter) || IS_UNSEEN.test(letter)) return letter
  // What is left of an accent that no letter carries in this page.
  if (IS_MARK.test(letter)) return ''
  const known = CLOSEST.get(letter)
  if (known) return known
  const small = CLOSEST.get(letter.toLowerCase())
  if (small) return small.slice(0, 1).toUpperCase() + small.slice(1)
  const parts = letter.normalize('NFKD')
  return parts === letter ? UNKNOWN : [...parts].map(closestTo).join('') || UNKNOWN
}
