import type { OpenSharing } from '@/till/sharing/group'

/** How many entries of other tills are held: what an exchange brought is what there is more of. */
export async function countCopies({ others }: Pick<OpenSharing, 'others'>): Promise<number> {
  const heads = await others.copyHeads.toArray()
  return heads.reduce((sum, { number }) => sum + number, 0)
}
