// pnpm test:runtimes: tries what would be published wherever it is said to work. `--write` writes the table of the README; without it, the
// README must say what was found. A name tries that alone: pnpm test:runtimes Deno.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { document } from '@mesh-balance/openapi'
import { contractOf } from '../../packages/client/test/support/contract.ts'
import { packPackages, root } from '../../scripts/packed-packages.ts'
import { startAnswers } from './answers.ts'
import { bun } from './bun.ts'
import { bundlers } from './bundlers.ts'
import { chromium } from './chromium.ts'
import type { Settings } from './contract/settings.ts'
import { deno } from './deno.ts'
import { startPackedMock } from './mock.ts'
import { node } from './node.ts'
import { installProject, type Project } from './project.ts'
import { differences, type Row, withTable } from './readme-table.ts'
import { type Runtime, Unavailable } from './runtime.ts'
import { typescript } from './typescript.ts'
import versions from './versions.json' with { type: 'json' }
import { workerd } from './workerd.ts'

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean', default: false } }, allowPositionals: true })

const runtimes: Runtime[] = [
  ...versions.node.map(node),
  bun(versions.bun),
  deno(versions.deno),
  workerd(versions.miniflare),
  chromium,
  ...bundlers(versions),
  ...versions.typescript.map(typescript),
]
const chosen =
  positionals.length === 0 ? runtimes : runtimes.filter(({ name }) => positionals.some((wanted) => name.startsWith(wanted)))
if (chosen.length === 0)
  throw new Error(`There is no ${positionals.join(', ')}; there are ${new Set(runtimes.map(({ name }) => name))}.`)

/** Nothing that goes wrong with one runtime keeps the others from being tried. */
async function tryOn(runtime: Runtime, project: Project): Promise<Row> {
  const { name, pinned } = runtime
  const row = (version: string, result: Row['result']): Row => ({ name, version, result, isPinned: pinned !== undefined })
  try {
    const { version, outcomes } = await runtime.run(project)
    if (outcomes.length === 0) throw new Error('Nothing was tried.')
    if (pinned !== undefined && version !== pinned) throw new Error(`It is version ${version}.`)
    const failed = outcomes.filter(({ failure }) => failure !== undefined)
    console.log(
      `${failed.length === 0 ? 'passes ' : 'FAILS  '} ${name} ${version}: ${outcomes.length - failed.length} of ${outcomes.length}`,
    )
    for (const { clause, failure } of failed) console.log(indented(`${clause}\n${indented(failure ?? '')}`))
    return row(version, failed.length === 0 ? 'passes' : 'fails')
  } catch (error) {
    if (error instanceof Unavailable) {
      console.log(`SKIPPED ${name} ${pinned ?? ''}: ${error.message}.`)
      return row(pinned ?? '', 'skipped')
    }
    console.log(
      `FAILS   ${name} ${pinned ?? ''}\n${indented(error instanceof Error ? (error.stack ?? error.message) : String(error))}`,
    )
    return row(pinned ?? '', 'fails')
  }
}

const indented = (text: string): string => text.replaceAll(/^/gm, '    ')

const folder = await mkdtemp(join(tmpdir(), 'mesh-balance-runtimes-'))
const rows: Row[] = []
try {
  const packages = await packPackages(folder)
  const home = join(folder, 'project')
  await installProject(home, packages)
  await using mock = await startPackedMock(home)
  await using answers = await startAnswers()
  const closed = await startAnswers()
  await closed[Symbol.asyncDispose]()
  const settingsUrl: Project['settingsUrl'] = ({ isBrowser = false, hasVariables = false }) =>
    answers.serve({ ...facts, mockUrl: mock.url, answersUrl: answers.url, closedUrl: closed.url, isBrowser, hasVariables })
  const { InstitutionType, ResultStatus } = document.components.schemas
  const facts: Omit<Settings, 'mockUrl' | 'answersUrl' | 'closedUrl' | 'isBrowser' | 'hasVariables'> = {
    examples: contractOf(document),
    failingStatuses: ResultStatus.enum.filter((status) => status !== 'ok'),
    institutionTypes: [...InstitutionType.enum],
  }
  for (const runtime of chosen) rows.push(await tryOn(runtime, { folder: home, packages, settingsUrl, mockUrl: mock.url }))
} finally {
  await rm(folder, { recursive: true, force: true })
}

if (rows.some(({ result }) => result === 'fails')) process.exitCode = 1
if (chosen.length === runtimes.length) {
  const readme = join(root, 'README.md')
  const text = await readFile(readme, 'utf8')
  if (values.write) await writeFile(readme, withTable(text, rows))
  else {
    const found = differences(text, rows)
    if (found.length > 0) {
      console.log(
        `\nThe table of README.md is not what was found; pnpm test:runtimes --write writes it:\n${indented(found.join('\n'))}`,
      )
      process.exitCode = 1
    }
  }
}
