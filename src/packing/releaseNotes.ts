/** What CHANGELOG says of a version: its own heading and what follows, up to the next version. */
export function releaseNotes(changelog: string, version: string): string {
  const [, ...parts] = changelog.split(/^(?=## )/m)
  const part = parts.find(
    one => one.startsWith(`## ${version} `) || one.startsWith(`## ${version}\n`),
  )
  if (part === undefined) throw new Error(`CHANGELOG has no part for ${version}`)
  return `${part.trim()}\n`
}
