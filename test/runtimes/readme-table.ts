/** One line of the table: where the packages were tried, and how it went. */
export interface Row {
  name: string
  version: string
  result: 'passes' | 'fails' | 'skipped'
  /** Whether the version is the same on every machine. */
  isPinned: boolean
}

const START = '<!-- runtimes: written by `pnpm test:runtimes --write` -->'
const END = '<!-- /runtimes -->'

/** The README with the table of `rows`. */
export function withTable(readme: string, rows: readonly Row[]): string {
  const { before, after } = partsOf(readme)
  return `${before}\n\n${markdownOf(rows)}\n\n${after}`
}

/**
 * Where the README does not say what the run has found. What was skipped proves nothing, and a version that is the machine's own may be
 * another one.
 */
export function differences(readme: string, rows: readonly Row[]): string[] {
  const written = linesOf(partsOf(readme).table)
  const keyOf = ({ name, version, isPinned }: Row) => (isPinned ? `${name} ${version}` : name)
  const expected = new Map(rows.map((row) => [keyOf(row), row]))
  const told = new Map(
    written.map(([name = '', version = '', result = '']) => {
      const isPinned = rows.find((row) => row.name === name)?.isPinned ?? true
      return [keyOf({ name, version, isPinned, result: 'passes' }), result]
    }),
  )
  return [
    ...[...expected]
      .filter(([key, { result }]) => !told.has(key) || (result !== 'skipped' && told.get(key) !== result))
      .map(([key, { result }]) => `${key}: ${result}; the README says ${told.get(key) ?? 'nothing'}`),
    ...[...told].filter(([key]) => !expected.has(key)).map(([key]) => `${key}: is in the README, and was not tried`),
  ]
}

function partsOf(readme: string): { before: string; table: string; after: string } {
  const [start, end] = [readme.indexOf(START) + START.length, readme.indexOf(END)]
  if (start < START.length || end < start) throw new Error(`README.md has no ${START} before ${END}.`)
  return { before: readme.slice(0, start), table: readme.slice(start, end), after: readme.slice(end) }
}

function markdownOf(rows: readonly Row[]): string {
  const lines = [['runtime or tool', 'version', 'result'], ...rows.map(({ name, version, result }) => [name, version, result])]
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = lines
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

const linesOf = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
