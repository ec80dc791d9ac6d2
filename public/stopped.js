// Says why the till does not start, in plain old JavaScript (ES5); `opening.js` loads it then.
;(function () {
  var why = document.documentElement.getAttribute('data-stopped')
  var SENTENCES = {
    old: [
      'Ce navigateur est trop ancien pour la caisse : mettez-le à jour, ou ouvrez-la dans Chrome ou Edge 111, Safari 16.4, Firefox 128 ou plus récent ; les ventes déjà faites sur cet appareil y restent.',
      'This browser is too old for the till: update it, or open the till in Chrome or Edge 111, Safari 16.4, Firefox 128 or newer; the sales already made on this device stay on it.',
    ],
    part: [
      'La caisse n’est pas arrivée entière : une mise à jour est sans doute en cours, ou le réseau a coupé. Réessayez dans une minute ; les ventes déjà faites sur cet appareil y restent.',
      'The till did not arrive whole: an update is probably under way, or the network failed. Try again in a minute; the sales already made on this device stay on it.',
    ],
  }

  /** The first language of the device that the till speaks; French when it speaks none of them. */
  function isEnglish() {
    var languages = navigator.languages || [navigator.language || '']
    for (var i = 0; i < languages.length; i += 1) {
      var primary = languages[i].toLowerCase().split('-')[0]
      if (primary === 'fr' || primary === 'en') return primary === 'en'
    }
    return false
  }

  // Past the browser's own cache, which may hold the error or the part that came before.
  function fetchAgain() {
    var files = document.querySelectorAll('script[src], link[href]')
    var left = files.length
    function goOn() {
      left -= 1
      if (left === 0) location.reload()
    }
    for (var i = 0; i < files.length; i += 1) {
      fetch(files[i].src || files[i].href, { cache: 'reload' }).then(goOn, goOn)
    }
  }

  function show() {
    var box = document.createElement('main')
    var title = document.createElement('h1')
    var text = document.createElement('p')
    var english = isEnglish()
    document.documentElement.lang = english ? 'en' : 'fr'
    box.style.cssText =
      'position:absolute;top:0;right:0;bottom:0;left:0;overflow:auto;padding:15vh 24px;font:18px/1.5 sans-serif'
    text.style.maxWidth = '36em'
    title.textContent = 'Comptoir'
    box.appendChild(title)
    text.setAttribute('role', 'alert')
    text.setAttribute('data-testid', 'stopped-' + why)
    text.textContent = SENTENCES[why][english ? 1 : 0]
    box.appendChild(text)
    if (why === 'part') {
      var button = document.createElement('button')
      button.type = 'button'
      button.textContent = english ? 'Try again' : 'Réessayer'
      button.style.cssText = 'min-height:48px;margin-top:24px;padding:0 24px;font:inherit'
      button.addEventListener('click', fetchAgain)
      box.appendChild(button)
    }
    var app = document.getElementById('app')
    if (app) app.textContent = ''
    document.body.appendChild(box)
  }
  if (document.body) show()
  else document.addEventListener('DOMContentLoaded', show)
})()
