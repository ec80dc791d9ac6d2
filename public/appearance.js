// Before anything is painted: the theme and the size of text this device was set to, so that no
// page of another colour flashes. `stores/settings/appearance.ts` keeps both and follows their changes.
{
  const root = document.documentElement
  const theme = localStorage.getItem('comptoir.theme') ?? 'auto'
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches
  root.dataset.theme = theme === 'auto' ? (isDark ? 'dark' : 'light') : theme
  root.dataset.text = localStorage.getItem('comptoir.text') ?? 'normal'
}
