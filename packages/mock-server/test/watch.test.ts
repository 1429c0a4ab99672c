import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type MockServer, type MockServerError, startMockServer } from '../src/index.js'
import { send } from './mesh-request.js'

let folder: string
let file: string
let part: string
let mock: MockServer
let reloads: (MockServerError | undefined)[]
let told: () => void

const root = (names: string[]) =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Ping', version: '1' },
    paths: {
      '/ping': {
        get: {
          responses: {
            200: {
              description: 'Fine',
              content: {
                'application/json': {
                  schema: { $ref: 'part.json' },
                  examples: Object.fromEntries(names.map((name) => [name, { value: name }])),
                },
              },
            },
          },
        },
      },
    },
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mesh-mock-watch-'))
  file = join(folder, 'root.json')
  part = join(folder, 'part.json')
  await writeFile(part, '{"type":"string"}')
  await writeFile(file, root(['one', 'two']))
  reloads = []
  mock = await startMockServer({
    document: file,
    watch: true,
    onReload: (error) => {
      reloads.push(error)
      told()
    },
  })
})
afterEach(async () => {
  await mock.close()
  await rm(folder, { recursive: true })
})

/** Changes a file, and waits until it was read. */
async function change(path: string, content: string): Promise<MockServerError | undefined> {
  const read = new Promise<void>((resolve) => {
    told = resolve
  })
  await writeFile(path, content)
  await read
  return reloads.at(-1)
}

const answer = async () => (await send(mock.url, { method: 'GET', path: '/ping', headers: {}, body: null })).json()

test('scenarios follow the document, and what is in use stays', async () => {
  mock.use('two')
  const { scenarios } = mock
  expect(await change(file, root(['two', 'three and more']))).toBeUndefined()
  expect(await answer()).toBe('two')
  expect(scenarios.map(({ name }) => name)).toEqual(['two', 'three and more'])
  mock.use('three and more')
  expect(await answer()).toBe('three and more')
})

test('the reference page follows the document', async () => {
  const page = async () => (await fetch(`${mock.docs}/openapi.json`)).text()
  expect(await page()).toContain('example=one')
  expect(await change(file, root(['two', 'three']))).toBeUndefined()
  expect(await page()).toContain('example=three')
})

test('a document without the scenario in use is not taken', async () => {
  mock.use('two')
  expect(await change(file, root(['one']))).toMatchObject({
    code: 'unknown-scenario',
    message: 'There is no scenario "two". Known are: one.',
  })
  expect(await answer()).toBe('two')
})

test('a file that the document refers to is watched as well, and an answer of your own is held against it again', async () => {
  mock.use({ status: 200, body: 'mine' })
  expect(await change(part, '{"type":"string","minLength":5}')).toMatchObject({ code: 'invalid-answer' })
  expect(await answer()).toBe('mine')
  expect(await change(part, '{"type":"string","minLength":2}')).toBeUndefined()
  expect(await answer()).toBe('mine')
})

test('a file that could not be read is watched as well, until it can be', async () => {
  const other = join(folder, 'other.json')
  const broken = { code: 'invalid-document', message: expect.stringContaining('other.json') }
  expect(await change(file, root(['three']).replace('part.json', 'other.json'))).toMatchObject(broken)
  expect(await change(other, '{')).toMatchObject(broken)
  expect(await change(other, '{"type":"strng"}')).toMatchObject({ code: 'invalid-document' })
  expect(await answer()).toBe('one')
  expect(await change(other, '{"type":"string"}')).toBeUndefined()
  expect(await answer()).toBe('three')
})

test('without a file, there is nothing to watch', async () => {
  await expect(startMockServer({ watch: true })).rejects.toMatchObject({
    code: 'invalid-option',
    message: 'There is no file to watch. Give the document as the path of one.',
  })
})
