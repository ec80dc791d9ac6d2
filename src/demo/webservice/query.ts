/** Parameters of a request, read the way PHP reads them. */
export interface ShopQuery {
  wantsJson: boolean
  display: string | undefined
  filters: Record<string, string>
  sort: string | undefined
  limit: string | undefined
  language: string | undefined
  withDates: boolean
  schema: string | undefined
  /** Named prices to compute, each with its options; names come back in lower case. */
  prices: Record<string, Record<string, string>>
}

export function readQuery(parameters: URLSearchParams, headers: Headers): ShopQuery {
  const query: ShopQuery = {
    // PrestaShop: the value is case sensitive, and Accept is ignored (header-accept-json).
    wantsJson:
      [parameters.get('output_format'), parameters.get('io_format')].includes('JSON') ||
      [headers.get('output-format'), headers.get('io-format')].includes('JSON'),
    display: parameters.get('display') ?? undefined,
    filters: {},
    sort: parameters.get('sort') ?? undefined,
    limit: parameters.get('limit') ?? undefined,
    language: parameters.get('language') ?? undefined,
    withDates: parameters.get('date') === '1',
    schema: parameters.get('schema') ?? undefined,
    prices: {},
  }
  for (const [name, value] of parameters) {
    const filter = /^filter\[(\w+)\]$/.exec(name)
    if (filter?.[1]) query.filters[filter[1]] = value
    const price = /^price\[(\w+)\]\[(\w+)\]$/.exec(name)
    if (price?.[1] && price[2]) {
      const options = (query.prices[price[1].toLowerCase()] ??= {})
      options[price[2]] = value
    }
  }
  return query
}

/** Fields requested in `display=[a,b,categories[id]]`: plain names, and members of associations. */
export function readDisplay(display: string): { fields: string[]; members: Map<string, string[]> } {
  const inner = display.replace(/^\[/, '').replace(/\]$/, '')
  const fields: string[] = []
  const members = new Map<string, string[]>()
  for (const [, name = '', list] of inner.matchAll(/(\w+)(?:\[([^\]]*)\])?(?:,|$)/g)) {
    if (list === undefined) fields.push(name)
    else members.set(name, list.split(','))
  }
  return { fields, members }
}
