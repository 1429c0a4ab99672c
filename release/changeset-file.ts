import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Level } from '@mesh-balance/spec-diff'
import { type DocumentChange, neededBumps } from './document-change.ts'
import { root } from './repository.ts'

const folder = join(root, '.changeset')

/** A changeset that `spec:changeset` has written. Its name holds the hash of its text: where the two differ, a person has edited it. */
export interface ChangesetFile {
  readonly path: string
  readonly text: string
  readonly isEdited: boolean
}

export function writtenChangesets(): ChangesetFile[] {
  return readdirSync(folder)
    .filter((name) => /^document-[0-9a-f]{8}\.md$/.test(name))
    .map((name) => {
      const path = join(folder, name)
      const text = readFileSync(path, 'utf8')
      return { path, text, isEdited: pathFor(text) !== path }
    })
}

export function pathFor(text: string): string {
  return join(folder, `document-${createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex').slice(0, 8)}.md`)
}

const titles: Readonly<Record<Level, string>> = {
  major: '**BREAKING** The API has changed so that existing code can break:',
  minor: 'The API can do more:',
  patch: 'The description of the API has changed:',
}

/** Undefined where no package shows a change. */
export function changesetText({ changes }: DocumentChange): string | undefined {
  const needed = neededBumps(changes)
  if (needed.size === 0) return undefined
  const frontMatter = [...needed].map(([name, level]) => `'${name}': ${level}\n`).join('')
  const groups = (['major', 'minor', 'patch'] as const).flatMap((level) => {
    const lines = changes.filter((change) => change.level === level).map(({ message }) => `- ${message}`)
    return lines.length === 0 ? [] : [`${titles[level]}\n\n${lines.join('\n')}\n`]
  })
  return `---\n${frontMatter}---\n\n${groups.join('\n')}`
}

/** The text of an edited changeset, with bumps as they must be, and the sentences that it does not have yet. */
export function mergedText(edited: string, fresh: string): string {
  const [, , body = ''] = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(edited.replaceAll('\r\n', '\n')) ?? []
  const [, frontMatter = '', freshBody = ''] = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(fresh) ?? []
  const missing = freshBody.split('\n').filter((line) => line.startsWith('- ') && !body.includes(line))
  return `---\n${frontMatter}---\n${body.trimEnd()}\n${missing.length > 0 ? `\n${missing.join('\n')}\n` : ''}`
}
