import type { Change, Level, SpecDiff } from '../change.js'

const titles: Readonly<Record<Level, string>> = {
  major: 'Major: an existing caller can break',
  minor: 'Minor: something new can be used',
  patch: 'Patch: documentation, or what a server promises',
}

/** The difference as text for people: by level, a sentence for each change and its place below. */
export function formatDiff({ bump, changes }: SpecDiff): string {
  if (changes.length === 0) return 'No change. Bump: none\n'
  const groups = (['major', 'minor', 'patch'] as const).map((level) => group(level, changes))
  return `${groups.join('')}Bump: ${bump}\n`
}

function group(level: Level, changes: readonly Change[]): string {
  const own = changes.filter((change) => change.level === level)
  if (own.length === 0) return ''
  return `${titles[level]} (${own.length})\n\n${own.map(line).join('')}\n`
}

function line({ id, message, where, document }: Change): string {
  return `  ${message}\n    ${id} at ${where || '/'}${document === 'old' ? ' (old document)' : ''}\n`
}
