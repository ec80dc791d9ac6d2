/** Departments of the demo shop; a child names its parent. */
export interface DemoDepartment {
  id: number
  parentId: number
  fr: string
  en: string
  isOpen?: boolean
}

export const DEPARTMENTS: readonly DemoDepartment[] = [
  { id: 3, parentId: 2, fr: 'Épicerie', en: 'Fine foods' },
  { id: 4, parentId: 3, fr: 'Cafés', en: 'Coffees' },
  { id: 5, parentId: 3, fr: 'Thés et infusions', en: 'Teas and infusions' },
  { id: 6, parentId: 3, fr: 'Miels et confitures', en: 'Honeys and jams' },
  { id: 7, parentId: 3, fr: 'Chocolats', en: 'Chocolates' },
  { id: 8, parentId: 5, fr: 'Thés verts', en: 'Green teas' },
  { id: 9, parentId: 2, fr: 'Cave', en: 'Cellar' },
  { id: 10, parentId: 2, fr: 'Soins', en: 'Care' },
  { id: 11, parentId: 2, fr: 'Papeterie', en: 'Stationery' },
  { id: 12, parentId: 2, fr: 'Livres et presse', en: 'Books and press' },
  { id: 13, parentId: 2, fr: 'Maison', en: 'Home' },
  { id: 14, parentId: 2, fr: 'Textile', en: 'Textile' },
  { id: 15, parentId: 2, fr: 'Cadeaux', en: 'Gifts' },
  { id: 16, parentId: 15, fr: 'Anciennes vitrines', en: 'Past windows', isOpen: false },
  { id: 17, parentId: 2, fr: 'Services', en: 'Services' },
]
