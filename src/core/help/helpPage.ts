/** A page of the manual: its file's name without the ending, its title, and its text in Markdown. */
export interface HelpPage {
  name: string
  title: string
  text: string
}

/** The page that lists the others. */
export const CONTENTS = 'sommaire'

/** A page of the manual from its text, which begins with its title: `# Vendre`. */
export function helpPage(name: string, text: string): HelpPage {
  const title = /^# (.+)$/m.exec(text)?.[1]?.trim() ?? name
  return { name, title, text }
}
