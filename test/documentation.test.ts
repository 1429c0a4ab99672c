import { execFile, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { startMockServer } from '@mesh-balance/mock-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CodeBlock, codeBlocks, docstringExamples, markdownFiles, root } from './markdown.ts'

const run = promisify(execFile)
const scripts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts
const publicPackages = ['openapi', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)].map(
  (folder): { name: string; private?: boolean } => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
)

const typescript = [...codeBlocks.filter(({ info }) => /^ts\b/.test(info)), ...docstringExamples].map(
  (block) => [block.place, block] as const,
)
/** The commands of the refresh build on each other. */
const isSession = ({ info, code }: CodeBlock) => info === 'sh' && /^npx mesh-balance /m.test(code)
const sessions = codeBlocks.filter(isSession)
const shell = codeBlocks
  .filter((block) => block.info === 'sh' && !isSession(block))
  .flatMap(({ place, code }) => code.split('\n').map((line) => [line.replace(/\s+#.*/, '').trim(), place] as const))
  .filter(([line]) => line !== '')

// Inside the repository, so that the packages are found.
const folder = join(root, 'test', '.code-blocks')
const fileOf = (place: string) => join(folder, `${place.replaceAll(/[^\w]+/g, '-')}.ts`)

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const [place, { code }] of typescript) writeFileSync(fileOf(place), code)
  const config = { extends: '../tsconfig.json', compilerOptions: { noUnusedLocals: false }, include: ['*.ts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every block is of a kind that is tested here, or a picture', () => {
  expect(new Set(codeBlocks.map(({ info }) => info))).toEqual(new Set(['', 'sh', 'ts', 'ts run']))
})

test('every block of TypeScript compiles', async () => {
  const { stdout } = await run(join(root, 'test/node_modules/.bin/tsc'), ['-p', folder], {
    shell: process.platform === 'win32',
  }).catch((failure: { stdout: string }) => failure)
  expect(stdout).toBe('')
}, 60_000)

describe('every block of TypeScript that ends by itself runs against the mock', () => {
  const runnable = typescript.filter(
    ([, block]) => block.info === 'ts run' || (!docstringExamples.includes(block) && block.code.includes('startMockServer')),
  )

  test.each(runnable)('%s', async (place) => {
    await using mock = await startMockServer()
    const env = { ...process.env, MESH_CLIENT_ID: 'id', MESH_CLIENT_SECRET: 'secret', MESH_BASE_URL: mock.url }
    const { stdout, stderr } = await run(process.execPath, [fileOf(place)], { env })
    expect(stdout).not.toBe('')
    expect(stderr).toBe('')
  })

  test('the first example of the README shows balances, and what to tell the person', async () => {
    await using mock = await startMockServer()
    const env = { ...process.env, MESH_CLIENT_ID: 'id', MESH_CLIENT_SECRET: 'secret', MESH_BASE_URL: mock.url }
    const [place] = runnable.find(([name]) => name.startsWith('README.md')) ?? ['']
    expect((await run(process.execPath, [fileOf(place)], { env })).stdout).toBe('USD 1250.75\nEUR 320.4\nGBP 84.12\n')
    mock.use('unauthorized-token')
    expect((await run(process.execPath, [fileOf(place)], { env })).stdout).toBe('Please reconnect your account.\n')
  })
})

describe('every line for the shell works', () => {
  /** Starts `mesh-mock` and ends it as soon as it serves or has printed what it was asked for. */
  const meshMock = (args: string[]) =>
    new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, [join(root, 'packages/mock-server/dist/cli.js'), ...args])
      let output = ''
      const take = (chunk: Buffer) => {
        output += chunk
        if (/http:\/\/\S+:\d+/.test(output)) child.kill()
      }
      child.stdout.on('data', take)
      child.stderr.on('data', take)
      child.on('error', reject)
      child.on('close', () => resolve(output))
    })
  const onFreePort = (args: string) =>
    args
      .replace(/--port \d+/, '')
      .split(/\s+/)
      .filter(Boolean)
      .concat('--port', '0')

  /** Runs `spec-diff` where the two documents of the examples are: the repository's own, twice. */
  const specDiff = async (args: string): Promise<string> => {
    const examples = mkdtempSync(join(tmpdir(), 'spec-diff-'))
    for (const name of ['old.yaml', 'new.yaml']) cpSync(join(root, 'openapi/mesh-balance.yaml'), join(examples, name))
    const command = join(root, 'packages/spec-diff/dist/cli.js')
    const { stdout } = await run(process.execPath, [command, ...args.split(/\s+/)], { cwd: examples })
    rmSync(examples, { recursive: true })
    return stdout
  }

  test.each(shell)('%s', async (line, place) => {
    const [, script, scriptArgs] = /^(?:npm(?: run)?|pnpm) ([\w:-]+)(?: (?:-- )?(.*))?$/.exec(line) ?? []
    const [, installed] = /^npm install(?: -D)? (.+)$/.exec(line) ?? []
    const [, mockArgs] = /^(?:npx )?mesh-mock\b(.*)$/.exec(line) ?? []
    const [, diffArgs] = /^npx spec-diff (.+)$/.exec(line) ?? []
    if (installed !== undefined) {
      const names = publicPackages.filter((manifest) => !manifest.private).map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(installed.split(' ')))
    } else if (mockArgs !== undefined || script === 'mock') {
      expect(await meshMock(onFreePort(mockArgs ?? scriptArgs ?? ''))).toMatch(/http:\/\/127\.0\.0\.1:\d+|locked +423|423 +/)
    } else if (diffArgs !== undefined) {
      expect(await specDiff(diffArgs)).toBe('No change. Bump: none\n')
    } else if (/^node \S+\.mts$/.test(line)) {
      // What it runs stands above it, and is run there.
      expect(codeBlocks.some(({ place: other, info }) => info === 'ts run' && other.split(':')[0] === place.split(':')[0])).toBe(
        true,
      )
    } else if (line === 'pnpm changeset') {
      expect(existsSync(join(root, 'node_modules/.bin/changeset'))).toBe(true)
    } else {
      expect(Object.keys(scripts), `a line that no rule here knows: ${line}`).toContain(script)
    }
  })
})

/** A command of this repository, as it is found when it is installed. */
const shim = (name: string) => `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'packages', name, 'dist/cli.js')}" "$@"\n`

const hasShell = process.platform !== 'win32'
if (!hasShell) console.log('Skipped: the sessions of the refresh, which are written for the shell of POSIX.')
test.skipIf(!hasShell).each(sessions)(
  'the session at $place works from an empty folder',
  async ({ code }) => {
    const folder = mkdtempSync(join(tmpdir(), 'session-'))
    const bin = join(folder, 'node_modules/.bin')
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, 'mesh-mock'), shim('mock-server'), { mode: 0o755 })
    writeFileSync(join(bin, 'mesh-balance'), shim('refresh'), { mode: 0o755 })
    writeFileSync(join(bin, 'npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 })
    const port = await freePort()
    const env = { PATH: [bin, process.env['PATH']].join(delimiter) }
    const { stdout } = await run('sh', ['-c', code.replaceAll('4010', String(port))], { cwd: folder, env })
    rmSync(folder, { recursive: true })
    expect(stdout).toContain('Run 1: 2 accounts, 1 read, 0 failed, 1 to be connected again.')
    expect(stdout).toMatch(/^ada +coinbase +USD +1250\.75 /m)
  },
  60_000,
)

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })

test('every link to a file of the repository leads somewhere', () => {
  const links = markdownFiles.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map((match) =>
      join(dirname(file), match[1] ?? ''),
    ),
  )
  expect(links.length).toBeGreaterThan(5)
  // What is made with the site is not in the repository.
  const isMade = (link: string) => link.startsWith(join('docs', 'site', 'reference'))
  expect(links.filter((link) => isMade(link) || !existsSync(join(root, link)))).toEqual([])
})

test('every file that a page of the site includes is there', () => {
  const included = markdownFiles.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^(?:<<< |<!--@include: )([\w./-]+?)(?:-->)?$/gm)].map((match) =>
      join(dirname(file), match[1] ?? ''),
    ),
  )
  expect(included.length).toBeGreaterThan(5)
  expect(included.filter((file) => !file.includes('reference') && !existsSync(join(root, file)))).toEqual([])
})
