import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from './documents.js'

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const text = { type: 'string' }

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spec-diff-'))
  await writeFile(join(folder, 'old.json'), JSON.stringify(api(text, { enum: ['a'] })))
  await writeFile(join(folder, 'new.json'), JSON.stringify(api(text, { enum: ['a', 'b'] })))
  await writeFile(join(folder, 'broken.yaml'), 'openapi: [')
})

afterAll(() => rm(folder, { recursive: true }))

interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command in the folder of the documents. */
function run(...args: string[]): Promise<Result> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

test('prints a report, and for programs JSON', async () => {
  const report = await run('old.json', 'new.json')
  expect(report).toMatchObject({ code: 0, stderr: '' })
  expect(report.stdout).toMatch(/^Minor: .+\n\n {2}`addPet`: the body of response 200 may also be .+\n.+\n\nBump: minor\n$/)
  const json = await run('old.json', 'new.json', '--json')
  expect(json.code).toBe(0)
  expect(JSON.parse(json.stdout)).toMatchObject({
    bump: 'minor',
    changes: [{ id: 'response-body-enum-value-added', level: 'minor' }],
  })
  expect(JSON.parse((await run('--json', '--strict', 'old.json', 'new.json')).stdout)).toMatchObject({ bump: 'major' })
  expect((await run('old.json', 'old.json')).stdout).toBe('No change. Bump: none\n')
})

test('fails on a bump when it is asked to', async () => {
  const codes = await Promise.all(
    [
      ['--fail-on', 'patch'],
      ['--fail-on', 'minor'],
      ['--fail-on', 'major'],
      ['--fail-on', 'major', '--strict'],
    ].map(async (options) => (await run('old.json', 'new.json', ...options)).code),
  )
  expect(codes).toEqual([3, 3, 0, 3])
})

test('says how it is used', async () => {
  const { code, stdout } = await run('--help')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Usage: spec-diff OLD NEW/)
  for (const option of ['--json', '--strict', '--fail-on', '--help', '--version']) expect(stdout).toContain(option)
  expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

describe('errors are one line', () => {
  test.each<readonly [code: number, args: string[], message: RegExp]>([
    [1, ['old.json', 'missing.json'], /^spec-diff: Cannot read missing\.json: there is no such file\. .+\n$/],
    [1, ['broken.yaml', 'new.json'], /^spec-diff: broken\.yaml is not valid YAML at line 1, column \d+: .+\n$/],
    [2, [], /^spec-diff: Give two documents, the old one and the new one; 0 given\. "spec-diff --help" lists the options\.\n$/],
    [2, ['old.json'], /^spec-diff: Give two documents, .+; 1 given\. .+\n$/],
    [2, ['old.json', 'new.json', 'more.json'], /; 3 given\. .+\n$/],
    [
      2,
      ['old.json', 'new.json', '--fail-on', 'often'],
      /^spec-diff: --fail-on takes major, minor or patch, and not "often"\. .+\n$/,
    ],
    [2, ['old.json', 'new.json', '--loud'], /^spec-diff: Unknown option '--loud'\. "spec-diff --help" lists the options\.\n$/],
  ])('exit code %i for %j', async (code, args, message) => {
    expect(await run(...args)).toEqual({ code, stdout: '', stderr: expect.stringMatching(message) })
  })
})
