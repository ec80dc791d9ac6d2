/**
 * Opens the page again from its start, as it must once the till's books or code are others. An
 * address that is opened at that moment (a bookmark, a shortcut) would take its place, and leave the
 * page as it was: the page is then opened again at that address.
 */
export function openPageAgain(): void {
  window.addEventListener('hashchange', () => location.reload())
  location.reload()
}
