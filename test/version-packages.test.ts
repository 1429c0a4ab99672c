import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { root } from './markdown.ts'

const inStep = ['openapi', 'packages/client', 'packages/mock-server']
const versionOf = (folder: string, name: string): string =>
  JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version
const documentIn = (folder: string) => readFileSync(join(folder, 'openapi/mesh-balance.yaml'), 'utf8')

test('document, client and mock server have one version', () => {
  expect(new Set([parse(documentIn(root)).info.version, ...inStep.map((name) => versionOf(root, name))]).size).toBe(1)
})

describe('pnpm version-packages', () => {
  let copy: string
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: copy })

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'version-packages-'))
    const files = globSync(
      [
        'package.json',
        'pnpm-workspace.yaml',
        '.changeset/*',
        'release/*.*',
        '{*,*/*}/package.json',
        'packages/client/test/public-types.test.ts',
      ],
      {
        cwd: root,
      },
    )
    for (const file of [...files.filter((name) => !name.includes('node_modules')), 'openapi/mesh-balance.yaml']) {
      mkdirSync(join(copy, dirname(file)), { recursive: true })
      cpSync(join(root, file), join(copy, file))
    }
    writeFileSync(
      join(copy, '.changeset/a-change.md'),
      '---\n"@mesh-balance/client": minor\n---\n\nSomething that users notice.\n',
    )
    git('init', '-q', '-b', 'main')
    git('add', '.')
    git('commit', '-q', '-m', 'before')
    const steps: string[] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts['version-packages'].split(' && ')
    for (const step of steps) {
      const [command = '', ...args] = step.split(' ')
      const program = command === 'node' ? [] : [join(root, 'node_modules/@changesets/cli/bin.js')]
      execFileSync(process.execPath, [...program, ...args], { cwd: copy, stdio: 'pipe' })
    }
  }, 30_000)
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  test('raises document, client and mock server together', () => {
    const next = versionOf(copy, 'packages/client')
    expect(next).not.toBe(versionOf(root, 'packages/client'))
    expect(inStep.map((name) => versionOf(copy, name))).toEqual([next, next, next])
    expect(parse(documentIn(copy)).info.version).toBe(next)
  })

  test('makes it the baseline of later changes', () => {
    expect(readFileSync(join(copy, 'openapi/baseline.yaml'), 'utf8')).toBe(documentIn(copy))
    const types = 'packages/client/baseline/public-types.test.ts'
    expect(readFileSync(join(copy, types), 'utf8')).toBe(readFileSync(join(root, types.replace('baseline', 'test')), 'utf8'))
  })

  test('changes one line of the document', () => {
    const before = documentIn(root).split('\n')
    const after = documentIn(copy).split('\n')
    expect(after).toHaveLength(before.length)
    expect(after.filter((line, index) => line !== before[index])).toHaveLength(1)
  })

  test('uses up every changeset of the repository', () => {
    expect(globSync('.changeset/*.md', { cwd: copy })).toEqual([])
  })

  test('writes the changelog that users read', () => {
    expect(readFileSync(join(copy, 'packages/client/CHANGELOG.md'), 'utf8')).toContain('Something that users notice.')
  })
})
