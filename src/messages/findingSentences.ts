import { sentencesOf } from './errorSentences'
import type { Locale } from './format'
import type { Translate } from './useMessages'
import type { Finding } from '@/core/catalogue/connectionFindings'

/** Sentences about a finding: what it is, and how to fix it (empty when all is well). */
export interface FindingSentences {
  what: string
  todo: string
}

export function findingSentences(finding: Finding, t: Translate, locale: Locale): FindingSentences {
  if (finding.code === 'error') return sentencesOf(finding.error, t, locale)
  return {
    what: t(`finding.${finding.code}.what`, finding.values),
    todo: t(`finding.${finding.code}.todo`, finding.values),
  }
}

/** The whole diagnosis as plain text, to send to a web agency: the key is masked. */
export function checkUpText(
  findings: readonly Finding[],
  key: string,
  t: Translate,
  locale: Locale,
): string {
  const lines = findings.flatMap(finding => {
    const { what, todo } = findingSentences(finding, t, locale)
    return [`[${t(`doctor.${finding.level}`)}] ${what}`, ...(todo ? [`    → ${todo}`] : [])]
  })
  return [t('doctor.title'), t('doctor.key', { key: maskKey(key) }), '', ...lines].join('\n')
}

/** Enough of a key to recognise it, too little to use it. */
function maskKey(key: string): string {
  return key.length < 8 ? '…' : `${key.slice(0, 2)}…${key.slice(-2)} (${key.length})`
}
