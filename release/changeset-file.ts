import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bump, isAtLeast, type Level } from '@mesh-balance/spec-diff'
import { parse } from 'yaml'
import { type DocumentChange, messagesOf, neededBumps } from './document-change.ts'
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
    const messages = messagesOf(changes.filter((change) => change.level === level))
    return messages.length === 0 ? [] : [`${titles[level]}\n\n${messages.map((message) => `- ${message}\n`).join('')}`]
  })
  return `---\n${frontMatter}---\n\n${groups.join('\n')}`
}

/** The text of an edited changeset, with bumps as they must be at least, and the sentences that it does not have yet. */
export function mergedText(edited: string, fresh: string): string {
  const before = partsOf(edited)
  const now = partsOf(fresh)
  const bumps = new Map(Object.entries(before.bumps))
  for (const [name, level] of Object.entries(now.bumps)) if (!isAtLeast(bumps.get(name) ?? 'none', level)) bumps.set(name, level)
  const frontMatter = [...bumps].map(([name, level]) => `'${name}': ${level}\n`).join('')
  const missing = now.body.split('\n').filter((line) => line.startsWith('- ') && !before.body.includes(line))
  return `---\n${frontMatter}---\n${before.body.trimEnd()}\n${missing.length > 0 ? `\n${missing.join('\n')}\n` : ''}`
}

function partsOf(text: string): { readonly bumps: Readonly<Record<string, Bump>>; readonly body: string } {
  const [, frontMatter = '', body = ''] = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(text.replaceAll('\r\n', '\n')) ?? []
  return { bumps: parse(frontMatter) ?? {}, body }
}
