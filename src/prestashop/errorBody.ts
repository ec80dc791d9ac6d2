import * as v from 'valibot'

const jsonErrors = v.object({ errors: v.array(v.object({ code: v.number() })) })
const XML_CODE = /<code><!\[CDATA\[(\d+)\]\]><\/code>/g
const RESOURCE = /Resource of type \\?"([a-z_]{1,60})\\?" is not allowed/

/** PrestaShop's error codes in a JSON or XML body; empty for any other body. */
export function errorCodesOf(text: string): number[] {
  if (text.trimStart().startsWith('{')) {
    const body = v.safeParse(v.pipe(v.string(), v.parseJson(), jsonErrors), text)
    return body.success ? body.output.errors.map(error => error.code) : []
  }
  return [...text.matchAll(XML_CODE)].map(([, code]) => Number(code))
}

/** The resource that error 26 says the key may not read; undefined when it names none. */
export function missingRightOf(text: string): string | undefined {
  return RESOURCE.exec(text)?.[1]
}
