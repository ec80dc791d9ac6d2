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

/** Departments in the order a tree is read: each before those below it. */
export function flatDepartments(branches: readonly DepartmentBranch[]): Department[] {
  return branches.flatMap(({ department, children }) => [department, ...flatDepartments(children)])
}

/** A department and all below it. */
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
