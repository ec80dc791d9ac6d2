/** What is looked at to recognise a firewall: the beginning of its page, and its headers. */
const LOOKED_AT = 20_000
const HEADERS = ['server', 'cf-ray', 'cf-mitigated', 'x-sucuri-id', 'x-iinfo', 'x-iplb-instance']

/** Texts that only a page of this firewall has. */
const BY_PAGE: readonly [name: string, page: RegExp][] = [
  ['ModSecurity', /mod_?security|<h1>Not Acceptable!?<\/h1>/i],
  [
    'Cloudflare',
    /Attention Required! \| Cloudflare|cf-error-details|challenge-platform|cf[-_]chl|<title>Just a moment\.\.\.<|DDoS protection by Cloudflare/i,
  ],
  ['Imunify360', /imunify360/i],
  ['Sucuri', /sucuri website firewall|sucuri\.net/i],
  ['Imperva Incapsula', /incapsula/i],
  ['BitNinja', /bitninja/i],
  ['SiteGround', /sgcaptcha/i],
  ['o2switch Tiger Protect', /tiger ?protect|o2switch/i],
  ['NinjaFirewall', /ninjafirewall/i],
  ['Akamai', /errors\.edgesuite\.net/i],
  ['OVHcloud', /\bOVH(cloud)?\b/i],
  ['Infomaniak', /infomaniak/i],
]

/** Headers that name who answered; they only count when the answer refuses the request. */
const BY_HEADERS: readonly [name: string, header: RegExp][] = [
  ['Cloudflare', /(^|\n)(cf-ray:|cf-mitigated:|server: cloudflare)/i],
  ['Sucuri', /(^|\n)(x-sucuri-id:|server: sucuri)/i],
  ['Imperva Incapsula', /(^|\n)x-iinfo:/i],
  ['OVHcloud', /(^|\n)x-iplb-instance:/i],
  ['Akamai', /(^|\n)server: akamaighost/i],
  ['Imunify360', /(^|\n)server: imunify360/i],
  ['LiteSpeed', /(^|\n)server: litespeed/i],
]

/** Statuses by which a firewall refuses; PrestaShop's webservice sends neither. */
const REFUSING: readonly number[] = [403, 406]

/**
 * Name of the firewall in front of a shop that gave an answer, where it was no answer of
 * PrestaShop: `ModSecurity`, `Cloudflare`. Empty when it refused without naming itself; null when
 * the answer is not a firewall's.
 */
export function firewallOf(status: number, headers: Headers, body: string): string | null {
  const page = body.slice(0, LOOKED_AT)
  const isPage = page.trimStart().startsWith('<') && !page.includes('<prestashop')
  const byPage = isPage ? nameIn(BY_PAGE, page) : undefined
  if (!REFUSING.includes(status)) {
    // A page that only mentions its host is not a refusal.
    const isChallenge = byPage !== undefined && !['OVHcloud', 'Infomaniak'].includes(byPage)
    return isChallenge ? byPage : null
  }
  const kept = HEADERS.flatMap(name => {
    const value = headers.get(name)
    return value === null ? [] : [`${name}: ${value}`]
  }).join('\n')
  return byPage ?? nameIn(BY_HEADERS, kept) ?? ''
}

const nameIn = (names: readonly [string, RegExp][], text: string) =>
  names.find(([, mark]) => mark.test(text))?.[0]
