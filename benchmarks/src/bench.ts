import { mkdir, writeFile } from 'node:fs/promises'
import { arch, cpus, platform, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chartOf } from './chart.ts'
import { verdictsOn } from './limits.ts'
import { preparePeers, versions } from './peers.ts'
import { progress } from './progress.ts'
import { printTable, printVerdicts } from './report.ts'
import type { Ratios, Section, Table } from './section.ts'
import { bytes } from './sections/bytes.ts'
import { calls } from './sections/calls.ts'
import { memory } from './sections/memory.ts'
import { mockServers } from './sections/mocks.ts'
import { start } from './sections/start.ts'
import { types } from './sections/types.ts'

const sections: Record<string, Section> = { call: calls, memory, bytes, start, types, mock: mockServers }

const help = `Usage: pnpm bench [--only SECTION]… [--quick] [--check]

  --only SECTION  one of ${Object.keys(sections).join(', ')}; may be repeated
  --quick         fewer rounds, and nothing is written
  --check         fails where a figure is past its limit (src/limits.ts)
`

const parse = () => {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true, default: [] },
        quick: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    const unknown = values.only.find((name) => !Object.hasOwn(sections, name))
    if (unknown !== undefined) throw new Error(`There is no section ${unknown}; there are ${Object.keys(sections).join(', ')}.`)
    return values
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`)
    process.exit(2)
  }
}

const { only, quick, check, help: wantsHelp } = parse()
if (wantsHelp) {
  console.log(help)
  process.exit()
}
await preparePeers()

const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}`
const names = only.length > 0 ? only : Object.keys(sections)
const tables: Table[] = []
const ratios: Ratios = {}
for (const name of names) {
  const outcome = await sections[name]?.({ quick })
  progress('')
  for (const table of outcome?.tables ?? []) console.log(printTable(table))
  tables.push(...(outcome?.tables ?? []))
  Object.assign(ratios, outcome?.ratios)
}
console.log(`Median, and quartiles in brackets. Node ${process.version} on ${machine}.\n`)
const verdicts = verdictsOn(ratios, only.length === 0)
console.log(printVerdicts(verdicts))

// Half a run does not take the place of a whole one.
if (!quick && only.length === 0) {
  const folder = fileURLToPath(new URL('../results', import.meta.url))
  await mkdir(folder, { recursive: true })
  const report = { date: new Date().toISOString().slice(0, 10), machine, versions: await versions(), verdicts, ratios, tables }
  await writeFile(`${folder}/latest.json`, `${JSON.stringify(report, null, 2)}\n`)
  const chart = tables.find(({ title }) => title.startsWith('A call, 64'))
  if (chart) await writeFile(`${folder}/calls.svg`, chartOf(chart, `Node ${process.version}, ${machine}, ${report.date}`))
}
if (check && verdicts.some(({ holds }) => !holds)) process.exitCode = 1
