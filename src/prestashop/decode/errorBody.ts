import * as v from 'valibot'
import { parseShopJson } from './shopJson'

const jsonErrors = v.object({
  errors: v.array(v.object({ code: v.number(), message: v.optional(v.string(), '') })),
})
const XML_CODE = /<code><!\[CDATA\[(\d+)\]\]><\/code>/g
const RESOURCE = /Resource of type \\?"([a-z_]{1,60})\\?" is not allowed/
const UNKNOWN_FIELD =
  /Unable to display this field "(\w{1,60})"(?:\. However, these are available: ([\w, ]+))?/

/** Error of a list whose `display` names a field that the shop's version does not have. */
const UNKNOWN_FIELD_CODE = 35
/**
 * PrestaShop gives PHP's own errors numbers from 2 to 15, one for each level (recordings: 3, and 5
 * for a notice of PHP 7). Its own errors begin at 16.
 */
const PHP_CODES = { from: 2, to: 15 }

/** PrestaShop's error codes in a JSON or XML body; empty for any other body. */
export function errorCodesOf(text: string): number[] {
  return text.trimStart().startsWith('{')
    ? jsonErrorsOf(text).map(error => error.code)
    : [...text.matchAll(XML_CODE)].map(([, code]) => Number(code))
}

/** Whether all errors are messages of PHP: the data beside them are whole. */
export function areOfPhp(codes: readonly number[]): boolean {
  return codes.every(code => code >= PHP_CODES.from && code <= PHP_CODES.to)
}

/** The resource that error 26 says the key may not read; undefined when it names none. */
export function missingRightOf(text: string): string | undefined {
  return RESOURCE.exec(text)?.[1]
}

/** A field the shop's version does not have, and those it has. */
export interface UnknownField {
  field: string
  /** Empty when the error does not list them. */
  available: string[]
}

/** The field that a list was refused for; undefined when it was refused for something else. */
export function unknownFieldOf(text: string): UnknownField | undefined {
  const error = jsonErrorsOf(text).find(({ code }) => code === UNKNOWN_FIELD_CODE)
  const [, field, list = ''] = UNKNOWN_FIELD.exec(error?.message ?? '') ?? []
  if (field === undefined) return undefined
  return { field, available: list.split(',').flatMap(name => name.trim() || []) }
}

function jsonErrorsOf(text: string) {
  if (!text.includes('"errors"')) return []
  try {
    const body = v.safeParse(jsonErrors, parseShopJson(text))
    return body.success ? body.output.errors : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}
