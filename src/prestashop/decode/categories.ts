import * as v from 'valibot'
import { flag, id, localText } from './fields'

export const CATEGORY_FIELDS = 'id,id_parent,active,is_root_category,position,name'

export const categoryRow = v.pipe(
  v.object({
    id,
    id_parent: id,
    active: flag,
    is_root_category: flag,
    position: id,
    name: localText,
  }),
  v.transform(row => ({
    categoryId: row.id,
    parentId: row.id_parent,
    isRoot: row.is_root_category,
    isActive: row.active,
    position: row.position,
    name: row.name,
  })),
)
