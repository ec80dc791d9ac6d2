import * as v from 'valibot'
import { flag, id, text } from './fields'

export const VAT_GROUP_FIELDS = 'id,name,active,deleted'

export const vatGroupRow = v.pipe(
  v.object({ id, name: text, active: flag, deleted: flag }),
  v.transform(row => ({
    vatGroupId: row.id,
    name: row.name,
    isActive: row.active,
    isDeleted: row.deleted,
  })),
)
