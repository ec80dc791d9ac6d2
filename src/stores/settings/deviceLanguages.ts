/** Languages of the device, best first, as a shop names them: `fr`, `en`. */
export function deviceLanguages(): string[] {
  return navigator.languages.map(language => language.slice(0, 2))
}
