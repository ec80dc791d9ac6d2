/** Languages of the device, best first, in the codes a shop uses: `fr`, `en`. */
export function deviceLanguages(): string[] {
  return navigator.languages.map(language => language.slice(0, 2))
}
