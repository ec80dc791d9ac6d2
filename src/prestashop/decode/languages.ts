import * as v from 'valibot'
import { flag, id, text } from './fields'

export const LANGUAGE_FIELDS = 'id,name,iso_code,active'

export const languageRow = v.pipe(
  v.object({ id, name: text, iso_code: text, active: flag }),
  v.transform(row => ({
    languageId: row.id,
    name: row.name,
    isoCode: row.iso_code.toLowerCase(),
    isActive: row.active,
  })),
)
