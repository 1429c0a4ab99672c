// pnpm spec:check: may this change of the document land? The scripts in the root lint the document and hold the generated code against it first.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import readChangesets from '@changesets/read'
import { type Bump, formatDiff, isAtLeast } from '@mesh-balance/spec-diff'
import { neededBumps, type PackageName, readDocumentChange } from './document-change.ts'
import { ReleaseError, run } from './fail.ts'
import { baselines, root } from './repository.ts'

/** What the changesets ask for, by package. */
async function askedBumps(): Promise<Map<string, Bump>> {
  const asked = new Map<string, Bump>()
  for (const { releases } of await readChangesets(root)) {
    for (const { name, type } of releases) if (!isAtLeast(asked.get(name) ?? 'none', type)) asked.set(name, type)
  }
  return asked
}

/** The uses of the public types that the last release compiled, and this one does not. */
function brokenTypes(): string[] {
  const tsc = spawnSync(join(root, 'packages/client/node_modules/.bin/tsc'), ['-p', 'baseline', '--pretty', 'false'], {
    cwd: join(root, 'packages/client'),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (tsc.error) throw new ReleaseError(`The compiler could not be started: ${tsc.error.message}`)
  return tsc.status === 0
    ? []
    : tsc.stdout
        .trim()
        .split('\n')
        .filter((line) => /^\S.*error TS/.test(line))
}

/** The baseline is what was released; a branch that changes it, but no version, would hide what it breaks. */
function assertBaseline(): void {
  const git = (...args: string[]) => {
    const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
    return status === 0 ? stdout : undefined
  }
  const main = ['origin/main', 'main'].find((branch) => git('rev-parse', '--verify', '--quiet', branch) !== undefined)
  const base = main && git('merge-base', 'HEAD', main)?.trim()
  if (!base) return
  const versionAt = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text).version)
  const isVersioned =
    versionAt(git('show', `${base}:openapi/package.json`)) !== versionAt(readFileSync(join(root, 'openapi/package.json'), 'utf8'))
  if (isVersioned) return
  for (const baseline of Object.values(baselines)) {
    const before = git('show', `${base}:${baseline}`)
    if (before !== undefined && before !== readFileSync(join(root, baseline), 'utf8')) {
      throw new ReleaseError(
        `${baseline} is what was released, and changes with a release only. Restore it: git checkout ${base} -- ${baseline}`,
      )
    }
  }
}

await run('spec:check', async () => {
  assertBaseline()
  const { baseline, diff, changes } = await readDocumentChange()
  const asked = await askedBumps()
  const problems: string[] = []
  for (const [name, level] of neededBumps(changes)) {
    const bump = asked.get(name) ?? 'none'
    if (isAtLeast(bump, level)) continue
    const reasons = changes.filter((change) => change.level === level && change.packages.includes(name as PackageName))
    problems.push(
      `${name} needs a ${level} changeset, and the changesets ask for ${bump === 'none' ? 'none' : `a ${bump} one`}:\n${reasons.map(({ message }) => `    ${message}\n`).join('')}`,
    )
  }
  const broken = brokenTypes()
  if (broken.length > 0 && asked.get('@mesh-balance/client') !== 'major') {
    problems.push(
      `@mesh-balance/client needs a major changeset: what compiled with the last release does not compile any more:\n${broken.map((line) => `    ${line}\n`).join('')}`,
    )
  }
  if (problems.length === 0) {
    console.log(
      `The document, compared with ${baseline}: ${diff.bump === 'none' ? 'no change' : `a ${diff.bump} change, which the changesets ask for`}.`,
    )
    return
  }
  console.error(`${formatDiff(diff)}\n${problems.map((problem) => `✗ ${problem}`).join('\n')}`)
  throw new ReleaseError('The changesets ask for less than the change is. "pnpm spec:changeset" writes the one that is missing.')
})
