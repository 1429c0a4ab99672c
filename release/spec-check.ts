// pnpm spec:check: may this change of the document land? The scripts in the root lint the document and hold the generated code against it first.
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import readChangesets from '@changesets/read'
import { type Bump, formatDiff, isAtLeast } from '@mesh-balance/spec-diff'
import { baselineAt, readBaseline } from './baseline.ts'
import { messagesOf, neededBumps, type PackageName, readDocumentChange } from './document-change.ts'
import { ReleaseError, run } from './fail.ts'
import { git } from './git.ts'
import { baselines, manifests, manifestsOfAll, root } from './repository.ts'
import { bumpBetween } from './versions.ts'

const publicTypes = 'packages/client/baseline/public-types.test.ts'

/** The uses of the public types that the last release compiled, and this one does not. */
function brokenTypes(): string[] {
  const tsc = spawnSync(
    join(root, 'packages/client/node_modules/.bin/tsc'),
    ['-p', 'baseline', '--pretty', 'false', '--listFiles'],
    {
      cwd: join(root, 'packages/client'),
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  )
  if (tsc.error) throw new ReleaseError(`The compiler could not be started: ${tsc.error.message}`)
  const lines = tsc.stdout.trim().split(/\r?\n/)
  const errors = lines.filter((line) => /^\S.*\): error TS/.test(line))
  // An error of no file is one of the configuration, and a file that is left out has none.
  const isRead = lines.some((line) => line.endsWith(publicTypes))
  if (!isRead || (tsc.status !== 0 && errors.length === 0)) {
    throw new ReleaseError(`tsc -p packages/client/baseline does not compile ${publicTypes}:\n${tsc.stdout}${tsc.stderr}`)
  }
  return errors
}

/** What the changesets ask for, by package. */
async function askedByChangesets(): Promise<Map<string, Bump>> {
  const asked = new Map<string, Bump>()
  const known = new Set(globSync(manifestsOfAll, { cwd: root }).map((path) => manifestIn(path).name))
  for (const { id, releases } of await readChangesets(root)) {
    const stranger = releases.find(({ name }) => !known.has(name))
    if (stranger)
      throw new ReleaseError(
        `.changeset/${id}.md names ${stranger.name}, which is no package of this repository. Known are: ${[...known].join(', ')}.`,
      )
    for (const { name, type } of releases) if (!isAtLeast(asked.get(name) ?? 'none', type)) asked.set(name, type)
  }
  return asked
}

interface Manifest {
  readonly name: string
  readonly version: string
}

const manifestOf = (text: string): Manifest => JSON.parse(text)
const manifestIn = (path: string): Manifest => manifestOf(readFileSync(join(root, path), 'utf8'))

/** What the versions of this branch are above those of a commit, by package. None if no version has changed. */
function givenByVersions(commit: string): Map<string, Bump> {
  const given = new Map<string, Bump>()
  for (const path of manifests) {
    const before = git('show', `${commit}:${path}`)
    const { name, version } = manifestIn(path)
    const bump = before === undefined ? 'none' : bumpBetween(manifestOf(before).version, version)
    if (bump !== 'none') given.set(name, bump)
  }
  return given
}

/** Where this branch has left main. */
function branchPoint(): string | undefined {
  const main = ['origin/main', 'main'].find((branch) => git('rev-parse', '--verify', '--quiet', branch) !== undefined)
  const commit = main && git('merge-base', 'HEAD', main)?.trim()
  if (!commit)
    console.warn('Where this branch has left main is not known here, so whether it changes the baseline is not checked.')
  return commit
}

/** The baseline is what was released; a branch that changes it, but no version, would hide what it breaks. */
function assertBaseline(commit: string): void {
  const lines = (text: string) => text.replaceAll('\r\n', '\n')
  for (const baseline of Object.values(baselines)) {
    const before = git('show', `${commit}:${baseline}`)
    if (before !== undefined && lines(before) !== lines(readFileSync(join(root, baseline), 'utf8'))) {
      throw new ReleaseError(
        `${baseline} is what was released, and changes with a release only. Restore it: git checkout ${commit} -- ${baseline}`,
      )
    }
  }
}

await run('spec:check', async () => {
  const commit = branchPoint()
  const given = commit ? givenByVersions(commit) : new Map<string, Bump>()
  // Where `version-packages` was run, the baseline is the present document: what counts is the one before, and the versions.
  const released = given.size > 0 && commit ? baselineAt(commit) : undefined
  if (commit && !released) assertBaseline(commit)
  const { baseline, diff, changes } = await readDocumentChange(released ?? readBaseline())
  const asked = released ? given : await askedByChangesets()
  const [wanted, there] = released ? ['version', 'its version is'] : ['changeset', 'the changesets ask for']
  const problems: string[] = []
  for (const [name, level] of neededBumps(changes)) {
    const bump = asked.get(name) ?? 'none'
    if (isAtLeast(bump, level)) continue
    const reasons = messagesOf(
      changes.filter((change) => change.level === level && change.packages.includes(name as PackageName)),
    )
    problems.push(
      `${name} needs a ${level} ${wanted}, and ${there} ${bump === 'none' ? 'none' : `a ${bump} one`}:\n${reasons.map((message) => `    ${message}\n`).join('')}`,
    )
  }
  const broken = brokenTypes()
  if (broken.length > 0 && asked.get('@mesh-balance/client') !== 'major') {
    problems.push(
      `@mesh-balance/client needs a major ${wanted}: what compiled with the last release does not compile any more:\n${broken.map((line) => `    ${line}\n`).join('')}`,
    )
  }
  if (problems.length === 0) {
    console.log(
      `The document, compared with ${baseline}: ${diff.bump === 'none' ? 'no change' : `a ${diff.bump} change, which the ${wanted}s ask for`}.`,
    )
    return
  }
  console.error(`${formatDiff(diff)}\n${problems.map((problem) => `✗ ${problem}`).join('\n')}`)
  throw new ReleaseError(
    released
      ? 'The versions are raised by less than the change is. Let "pnpm version-packages" raise them, from changesets that ask for enough.'
      : 'The changesets ask for less than the change is. "pnpm spec:changeset" writes the one that is missing.',
  )
})
