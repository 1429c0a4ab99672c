import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { root } from '../repository.ts'

/** A copy of the repository to change, with what is installed and built here. */
export interface RepositoryCopy extends Disposable {
  readonly folder: string
  read(path: string): string
  write(path: string, text: string): void
  /** Changes a text, which must be there. */
  replace(path: string, before: string, after: string): void
  /** Runs a program in a folder of the copy. */
  run(folder: string, program: string, ...args: string[]): SpawnSyncReturns<string>
  /** As `run`, but it must not fail. */
  must(folder: string, program: string, ...args: string[]): string
  changesets(): string[]
}

const sources = [
  '*.json',
  '*.yaml',
  '.changeset/config.json',
  'openapi/**',
  'packages/client/**',
  'packages/*/package.json',
  'release/**',
]

export function copyRepository(): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), 'repository-'))
  const files = globSync(sources, { cwd: root, withFileTypes: true, exclude: (entry) => entry.name === 'node_modules' })
  for (const file of files.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name).slice(root.length)
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(root, path), join(folder, path))
  }
  // What is installed is full of relative links, which hold in the copy as well.
  for (const path of [
    'node_modules',
    'openapi/node_modules',
    'packages/client/node_modules',
    'packages/spec-diff',
    'release/node_modules',
  ]) {
    rmSync(join(folder, path), { recursive: true, force: true })
    if (existsSync(join(root, path))) symlinkSync(join(root, path), join(folder, path))
  }
  // But the client's own link to the document must lead to the copy's.
  rmSync(join(folder, 'packages/client/node_modules'))
  cpSync(join(root, 'packages/client/node_modules'), join(folder, 'packages/client/node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  })

  function run(cwd: string, program: string, ...args: string[]): SpawnSyncReturns<string> {
    const bins = [join(folder, cwd, 'node_modules/.bin'), join(root, 'node_modules/.bin')]
    return spawnSync(program, args, {
      cwd: join(folder, cwd),
      encoding: 'utf8',
      env: { ...process.env, PATH: [...bins, process.env['PATH']].join(delimiter) },
      shell: process.platform === 'win32',
    })
  }
  function must(cwd: string, program: string, ...args: string[]): string {
    const { status, stdout, stderr, error } = run(cwd, program, ...args)
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`, { cause: error })
    return stdout
  }
  const copy: RepositoryCopy = {
    folder,
    run,
    must,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    write: (path, text) => writeFileSync(join(folder, path), text),
    replace(path, before, after) {
      const text = copy.read(path)
      if (!text.includes(before)) throw new Error(`${path} does not hold "${before}".`)
      copy.write(path, text.replaceAll(before, after))
    },
    changesets: () =>
      globSync('.changeset/*.md', { cwd: folder })
        .map((name) => join(name))
        .sort(),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
  // What is in work here is no part of the tests.
  copy.must('.', 'node', 'release/update-baseline.ts')
  copy.must('.', 'git', 'init', '-q', '-b', 'main')
  commit(copy, 'released')
  return copy
}

export function commit(copy: RepositoryCopy, message: string): void {
  copy.write('.gitignore', 'node_modules\ndist\n')
  copy.must('.', 'git', 'add', '-A')
  copy.must('.', 'git', '-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-qm', message)
}

/** What `pnpm generate` does, and the build that `pnpm spec:check` wants; turbo runs these in the repository itself. */
export function generateAndBuild(copy: RepositoryCopy): void {
  copy.must('openapi', 'node', 'scripts/build.mjs')
  copy.must('packages/client', 'openapi-ts')
  copy.must('packages/client', 'node', 'scripts/build.mjs')
}

export function specCommand(
  copy: RepositoryCopy,
  command: 'diff' | 'changeset' | 'check',
  ...args: string[]
): { status: number | null; text: string } {
  const { status, stdout, stderr } = copy.run('.', 'node', `release/spec-${command}.ts`, ...args)
  return { status, text: stdout + stderr }
}
