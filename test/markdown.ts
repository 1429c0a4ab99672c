import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('..', import.meta.url))

export interface CodeBlock {
  /** File and line of the block. */
  place: string
  /** What stands behind the fence: the language, and `run` where the block is to be run and not only compiled. */
  info: string
  code: string
}

export const markdownFiles: string[] = globSync(
  ['*.md', 'docs/**/*.md', 'openapi/*.md', 'benchmarks/*.md', 'packages/*/*.md', 'examples/*.md', 'examples/*/*.md'],
  {
    cwd: root,
    // What the site makes of the document, the types and the changelogs is tested with the site.
    exclude: (name) => ['node_modules', 'CHANGELOG.md', 'reference'].includes(basename(name)),
  },
).sort()

/** Every fenced block of the repository's documentation. */
export const codeBlocks: CodeBlock[] = markdownFiles.flatMap((file) => {
  const text = readFileSync(`${root}/${file}`, 'utf8')
  return [...text.matchAll(/^( *)```(.*)\n([\s\S]*?)^ *```$/gm)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length}`,
    info: match[2] ?? '',
    code: (match[3] ?? '').replaceAll(new RegExp(`^${match[1]}`, 'gm'), ''),
  }))
})

/** Every example in a docstring: editors show it, and the site does. */
export const docstringExamples: CodeBlock[] = globSync('packages/*/src/**/*.ts', {
  cwd: root,
  exclude: (name) => ['node_modules', 'generated'].includes(basename(name)),
})
  .sort()
  .flatMap((file) => {
    const text = readFileSync(`${root}/${file}`, 'utf8')
    return [...text.matchAll(/^ *\* @example\n((?: *\*(?!\/).*\n)+)/gm)].map((match) => ({
      place: `${file}:${text.slice(0, match.index).split('\n').length}`,
      info: 'ts',
      // Up to the next tag.
      code: (match[1] ?? '').replaceAll(/^ *\* ?/gm, '').replace(/^@[\s\S]*/m, ''),
    }))
  })
