import { globSync, readFileSync } from 'node:fs'
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
  ['*.md', 'docs/**/*.md', 'openapi/*.md', 'benchmarks/*.md', 'packages/*/*.md', 'examples/*/*.md'],
  {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'CHANGELOG.md',
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
