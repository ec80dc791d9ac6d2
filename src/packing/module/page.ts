/// <reference lib="dom" />
import { renderSVG } from 'uqr'

/**
 * The module's page in the back office of the shop: draws the QR code, counts its ten minutes down,
 * and looks whether the till and its key get through the host.
 */
const page = document.querySelector<HTMLElement>('.comptoir')
if (page) {
  drawCode(page)
  countDown(page)
  void checkTill(page)
  void checkKey(page)
}

function drawCode(within: HTMLElement): void {
  const place = within.querySelector<HTMLElement>('.comptoir-qr')
  const url = place?.dataset.url
  if (place && url) place.innerHTML = renderSVG(url, { border: 4 })
}

/** The till's own clock decides; this one only says how long there is left. */
function countDown(within: HTMLElement): void {
  const panel = within.querySelector<HTMLElement>('.comptoir-pairing')
  const left = panel?.querySelector('.comptoir-left')
  const expiresAt = Number(panel?.dataset.expires) * 1000
  if (!panel || !left || !expiresAt) return
  const ticking = setInterval(tick, 1000)
  tick()

  function tick(): void {
    const seconds = Math.round((expiresAt - Date.now()) / 1000)
    left!.textContent = `${Math.max(0, Math.floor(seconds / 60))}:${String(Math.max(0, seconds % 60)).padStart(2, '0')}`
    if (seconds > 0) return
    clearInterval(ticking)
    panel!.querySelector('.comptoir-pair')?.remove()
    panel!.querySelector('a')?.remove()
    reveal(panel!, 'over')
  }
}

async function checkTill(within: HTMLElement): Promise<void> {
  const answer = await fetch(within.dataset.till ?? '', { cache: 'no-store' }).catch(() => null)
  const text = answer?.ok ? await answer.text() : ''
  if (!text.includes('Comptoir')) reveal(within, 'till-silent')
}

/** A key that nobody has: PrestaShop names its version when it saw one, the host alone does not. */
async function checkKey(within: HTMLElement): Promise<void> {
  const { api } = within.dataset
  // Without a key of its own yet, nothing is asked of the shop.
  if (!api) return
  const answer = await fetch(api, {
    headers: { Authorization: `Basic ${btoa(`${'X'.repeat(32)}:`)}` },
    credentials: 'omit',
    cache: 'no-store',
  }).catch(() => null)
  if (answer?.status === 401 && !answer.headers.has('psws-version')) reveal(within, 'key-dropped')
}

function reveal(within: HTMLElement, when: string): void {
  for (const one of within.querySelectorAll(`[data-when="${when}"]`)) {
    one.classList.remove('comptoir-hidden')
  }
}
