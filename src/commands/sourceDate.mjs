import { execFileSync } from 'node:child_process'
import { root } from './project.mjs'

/**
 * Date that the files of a ZIP carry, in seconds since 1970: of the last commit, so that the same
 * source packs to the same bytes; else now. It must grow: PHP and Smarty on the shop's host go on with
 * what they compiled from a file whose date is not newer.
 */
export function sourceDate() {
  const { SOURCE_DATE_EPOCH } = process.env
  if (SOURCE_DATE_EPOCH) return SOURCE_DATE_EPOCH
  try {
    return execFileSync('git', ['log', '-1', '--format=%ct'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    // The source was downloaded without its history.
    return String(Math.floor(Date.now() / 1000))
  }
}
