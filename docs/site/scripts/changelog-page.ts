import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root } from './addresses.ts'
import { page } from './markdown.ts'

/** What was released, and what the next release brings, package by package. */
export function changelogPage(): string {
  const packages = globSync(['openapi/package.json', 'packages/*/package.json'], { cwd: root })
    .sort()
    .map((file) => ({ folder: join(root, file, '..'), manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) }))
    .filter(({ manifest }) => !manifest.private)
  return page(
    '# Changelog',
    '[Versions](../guides/versions.md) says what major, minor and patch mean here.',
    ...packages.map(({ folder, manifest }) =>
      [`## ${manifest.name}`, pending(manifest.name), released(folder)].filter(Boolean).join('\n\n'),
    ),
  )
}

function released(folder: string): string {
  const file = join(folder, 'CHANGELOG.md')
  if (!existsSync(file)) return ''
  return readFileSync(file, 'utf8')
    .replace(/^# .*\n/, '')
    .replaceAll(/^(#+) /gm, '#$1 ')
    .trim()
}

function pending(name: string): string {
  const entries = changesets.filter(({ bumps }) => bumps[name] !== undefined)
  if (entries.length === 0) return ''
  const levels = ['major', 'minor', 'patch'].filter((level) => entries.some(({ bumps }) => bumps[name] === level))
  const lists = levels.map((level) => {
    const items = entries.filter(({ bumps }) => bumps[name] === level).map(({ text }) => `- ${text.replaceAll('\n', '\n  ')}`)
    return `#### ${level[0]?.toUpperCase()}${level.slice(1)}\n\n${items.join('\n')}`
  })
  return ['### Next', ...lists].join('\n\n')
}

const changesets: { bumps: Record<string, string>; text: string }[] = globSync('.changeset/*.md', { cwd: root })
  .sort()
  .map((file) => {
    const [, frontMatter = '', text = ''] = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(readFileSync(join(root, file), 'utf8')) ?? []
    return { bumps: parse(frontMatter) ?? {}, text: text.trim() }
  })
