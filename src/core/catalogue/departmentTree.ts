import type { Department } from './article'

export interface DepartmentBranch {
  department: Department
  children: DepartmentBranch[]
}

/** Departments as a tree, in the shop's order. */
export function departmentTree(departments: readonly Department[]): DepartmentBranch[] {
  const childrenByParent = groupByParent(departments)
  const branchesUnder = (parentId: string | null): DepartmentBranch[] =>
    (childrenByParent.get(parentId) ?? []).map(department => ({
      department,
      children: branchesUnder(department.departmentId),
    }))
  return branchesUnder(null)
}

/** Departments in tree order: each before its sub-departments. */
export function flatDepartments(branches: readonly DepartmentBranch[]): Department[] {
  return branches.flatMap(({ department, children }) => [department, ...flatDepartments(children)])
}

/** Ids of a department and of all its sub-departments. */
export function withDescendants(
  departments: readonly Department[],
  departmentId: string,
): Set<string> {
  const childrenByParent = groupByParent(departments)
  const found = new Set<string>()
  const visit = (id: string) => {
    if (found.has(id)) return
    found.add(id)
    for (const child of childrenByParent.get(id) ?? []) visit(child.departmentId)
  }
  visit(departmentId)
  return found
}

/**
 * How many departments are new, gone, renamed or under another one. Their order is left out: moving
 * one renumbers its siblings.
 */
export function countDepartmentChanges(
  before: readonly Department[],
  after: readonly Department[],
): number {
  const text = ({ name, parentId }: Department) => JSON.stringify([name, parentId])
  const old = new Map(before.map(one => [one.departmentId, text(one)]))
  const put = after.filter(one => old.get(one.departmentId) !== text(one)).length
  const now = new Set(after.map(one => one.departmentId))
  return put + before.filter(one => !now.has(one.departmentId)).length
}

function groupByParent(departments: readonly Department[]): Map<string | null, Department[]> {
  const children = new Map<string | null, Department[]>()
  for (const department of departments) {
    const siblings = children.get(department.parentId)
    if (siblings) siblings.push(department)
    else children.set(department.parentId, [department])
  }
  for (const siblings of children.values()) siblings.sort((a, b) => a.position - b.position)
  return children
}
