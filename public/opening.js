// Before anything is painted, in plain old JavaScript (ES5): the theme and the size of text that
// `stores/settings/appearance.ts` keeps; then whether this browser can run the till (`stopped.js`).
;(function () {
  var root = document.documentElement
  function kept(name, usual) {
    try {
      return localStorage.getItem('comptoir.' + name) || usual
    } catch (denied) {
      return denied && usual
    }
  }
  var theme = kept('theme', 'auto')
  var isDark = matchMedia('(prefers-color-scheme: dark)').matches
  root.setAttribute('data-theme', theme === 'auto' ? (isDark ? 'dark' : 'light') : theme)
  root.setAttribute('data-text', kept('text', 'normal'))

  // Whether nothing of a till is known here (no shop, no demo, no copy of the till): the page then
  // says its first words at once, in the first language of the device that it has.
  function isFirstVisit() {
    var worker = navigator.serviceWorker
    if (worker && worker.controller) return false
    if (!/^(#\/?(sell|welcome)?)?$/.test(location.hash)) return false
    return kept('connected', '') !== 'yes' && kept('space', 'shop') !== 'demo'
  }
  function firstLanguage() {
    var languages = navigator.languages || [navigator.language || '']
    for (var i = 0; i < languages.length; i += 1) {
      var primary = languages[i].toLowerCase().split('-')[0]
      if (primary === 'fr' || primary === 'en') return primary
    }
    return 'fr'
  }
  root.lang = firstLanguage()
  if (isFirstVisit()) root.setAttribute('data-first', '')
  // The only scripts that a text may name, whatever else this address serves.
  if (window.trustedTypes && trustedTypes.createPolicy) {
    var folder = new URL('.', document.baseURI)
    trustedTypes.createPolicy('default', {
      createScriptURL: function (address) {
        var asked = new URL(address, folder)
        var isBelow =
          asked.origin === folder.origin && asked.pathname.indexOf(folder.pathname) === 0
        var path = asked.pathname.slice(folder.pathname.length)
        return isBelow && /^(assets\/[\w.-]+\.js|sw\.js|stopped\.js)$/.test(path) ? address : null
      },
    })
  }

  function stop(why) {
    if (root.hasAttribute('data-stopped')) return
    root.setAttribute('data-stopped', why)
    var script = document.createElement('script')
    script.src = 'stopped.js'
    document.head.appendChild(script)
  }
  try {
    RegExp('(?<!a)b')
    if (![].toSorted) stop('old')
  } catch (unknown) {
    stop(unknown && 'old')
  }
  window.addEventListener(
    'error',
    function (event) {
      var at = event.target
      var isFile = at.tagName === 'SCRIPT' || at.rel === 'stylesheet'
      // A script that is cut, or a mix of two versions.
      var isCut = /SyntaxError/.test(event.message)
      if ((isFile || isCut) && !root.hasAttribute('data-started')) stop('part')
    },
    true
  )
})()
