/** Reads the page again now and then, and says when nobody answers. It comes with the page, and is all that runs in it. */
export const AGENT_PAGE_SCRIPT = `
const silent = document.getElementById('silent')
async function again() {
  try {
    const answer = await fetch(location.href, { headers: { 'Cache-Control': 'no-cache' } })
    if (!answer.ok) throw new Error(String(answer.status))
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
    document.getElementById('seen').replaceWith(next.getElementById('seen'))
    silent.hidden = true
  } catch {
    silent.hidden = false
  }
  setTimeout(again, 3000)
}
setTimeout(again, 3000)
`

export const AGENT_PAGE_STYLE = `
:root { color-scheme: light dark; --quiet: #5b6170; --good: #146c43; --bad: #a3161f; --line: #d5d8de; }
@media (prefers-color-scheme: dark) { :root { --quiet: #a9afbd; --good: #6fd3a0; --bad: #ff9a9f; --line: #434956; } }
body { margin: 0 auto; padding: 24px 16px; max-width: 720px; font: 17px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 28px; margin: 0 0 8px; }
h2 { font-size: 20px; margin: 28px 0 8px; }
p { margin: 4px 0; }
footer { margin-top: 24px; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 12px 0; border-top: 1px solid var(--line); }
.quiet { color: var(--quiet); }
.good { color: var(--good); }
.bad { color: var(--bad); font-weight: 600; }
`
