import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CLIENT, contenders } from '../contenders.ts'
import { progress } from '../progress.ts'
import type { Section } from '../section.ts'
import { measureOf, shuffled } from '../statistics.ts'

const run = promisify(execFile)
const cwd = fileURLToPath(new URL('../../peers', import.meta.url))

/** Milliseconds that an import takes in a new process of Node. */
const timeOf = async (code: string): Promise<number> => {
  const specifier = /from '(.+)'/.exec(code)?.[1] ?? 'data:text/javascript,'
  const script = `const begin = performance.now(); await import('${specifier}'); console.log(performance.now() - begin)`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd })
  return Number(stdout)
}

/** How long it takes to import a package, beyond an empty module. */
export const start: Section = async ({ quick }) => {
  const rounds = quick ? 7 : 31
  const uses = Object.entries({ ...contenders, 'undici ': { use: `export * from 'undici'` } }).flatMap(([name, { use }]) =>
    // Node would have to take the types out of TypeScript first, which is not what one ships.
    use === undefined || use.includes('.ts') ? [] : [{ name: name.trim(), use }],
  )
  const times = new Map<string, number[]>(uses.map(({ name }) => [name, []]))
  for (let round = 1; round <= rounds; round++) {
    progress(`start: round ${round} of ${rounds}`)
    const empty = await timeOf('')
    for (const { name, use } of shuffled(uses)) times.get(name)?.push((await timeOf(use)) - empty)
  }
  const rows = [...times].map(([name, values]) => ({ name, cells: [measureOf(values)] }))
  return {
    tables: [{ title: 'Import in Node', columns: ['ms beyond an empty module'], rows }],
    ratios: { 'milliseconds to import the client': measureOf(times.get(CLIENT) ?? []) },
  }
}
