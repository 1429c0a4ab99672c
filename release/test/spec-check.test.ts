import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commit, copyRepository, generateAndBuild, type RepositoryCopy, specCommand } from './repository-copy.ts'

const documentPath = 'openapi/mesh-balance.yaml'

let copy: RepositoryCopy
beforeAll(() => {
  copy = copyRepository()
  copy.must('.', 'git', 'checkout', '-qb', 'change')
}, 60_000)
beforeEach(() => {
  copy.must('.', 'git', 'checkout', '-q', '--', '.')
  copy.must('.', 'git', 'clean', '-fdq', '.changeset')
})
afterAll(() => copy[Symbol.dispose]())

/** The document without a field of the answers, and without the examples of it. */
function removeDisplayMessage(): void {
  const document = copy.read(documentPath)
  const field = / {8}displayMessage:\n(?: {10}.*\n)+/g
  copy.write(documentPath, document.replace(field, '').replace(/^ +displayMessage: .*\n/gm, ''))
  generateAndBuild(copy)
}

describe('a field that is removed', () => {
  test('cannot land without a major changeset; the answer says which field, why, and what mends it', () => {
    removeDisplayMessage()
    copy.write(
      '.changeset/mine.md',
      "---\n'@mesh-balance/openapi': minor\n'@mesh-balance/client': minor\n'@mesh-balance/mock-server': minor\n---\n\nLess.\n",
    )
    const refused = specCommand(copy, 'check')
    expect(refused.status).toBe(1)
    expect(refused.text).toContain('@mesh-balance/client needs a major changeset, and the changesets ask for a minor one:\n')
    expect(refused.text).toContain('`getBalance`: the response property `displayMessage` was removed.')
    // What applications wrote against the last release says so as well.
    expect(refused.text).toMatch(
      /what compiled with the last release does not compile any more:\n +baseline\/public-types\.test\.ts\(.*displayMessage/,
    )
    expect(refused.text).toMatch(/\nspec:check: The changesets ask for less than the change is\. "pnpm spec:changeset" writes/)

    const { text } = specCommand(copy, 'changeset')
    expect(text).toContain("'@mesh-balance/client': major")
    expect(text.match(/- .*`displayMessage` was removed/g)).toHaveLength(1)
    expect(specCommand(copy, 'check')).toMatchObject({
      status: 0,
      text: expect.stringContaining('a major change, which the changesets ask for'),
    })
  })
})

test('a public type that is gone needs a major changeset, though the document is the same', () => {
  copy.replace(
    'packages/client/src/index.ts',
    "export type { DecimalString, Exact } from './runtime/exact.js'\n",
    "export type { Exact } from './runtime/exact.js'\n",
  )
  copy.must('packages/client', 'node', 'scripts/build.mjs')
  const refused = specCommand(copy, 'check')
  expect(refused.status).toBe(1)
  expect(refused.text).toMatch(
    /@mesh-balance\/client needs a major changeset: what compiled .*:\n +baseline\/public-types\.test\.ts\(.*DecimalString/,
  )
  copy.write('.changeset/mine.md', "---\n'@mesh-balance/client': major\n---\n\n`DecimalString` is gone.\n")
  expect(specCommand(copy, 'check').status).toBe(0)
})

test('a scenario that is gone is a major change of the mock alone, and one that is new a minor one', () => {
  copy.replace(documentPath, '            conflict:\n', '            collision:\n')
  const { text } = specCommand(copy, 'changeset')
  expect(text).toContain("'@mesh-balance/mock-server': major\n")
  expect(text).toContain('- The scenario `conflict` of `getBalance` is gone from the mock.')
  expect(text).toContain('- The scenario `collision` of `getBalance` can be asked of the mock.')
  expect(text).not.toContain('@mesh-balance/client')
})

test('a changeset for a package that does not exist is refused, with its name and those that there are', () => {
  copy.write('.changeset/mine.md', "---\n'@mesh-balance/clientt': major\n---\n\nLess.\n")
  expect(specCommand(copy, 'check')).toMatchObject({
    status: 1,
    text: expect.stringMatching(
      /^spec:check: \.changeset\/mine\.md names @mesh-balance\/clientt, which is no package .*@mesh-balance\/client, /,
    ),
  })
})

test('the baseline cannot be moved to hide a change', () => {
  copy.write('openapi/baseline.yaml', copy.read('openapi/baseline.yaml').replace(/^ {8}displayMessage:\n(?: {10}.*\n)+/m, ''))
  const { status, text } = specCommand(copy, 'check')
  expect(status).toBe(1)
  expect(text).toMatch(
    /^spec:check: openapi\/baseline\.yaml is what was released, and changes with a release only\. Restore it: git checkout \w+ -- /,
  )
})

test('nor together with a version that is raised by less', () => {
  removeDisplayMessage()
  copy.write('openapi/baseline.yaml', copy.read(documentPath))
  const [major, patch] = ['9.0.0', '0.0.1']
  const give = (version: string) => {
    for (const path of ['openapi', 'packages/client', 'packages/mock-server']) {
      copy.write(`${path}/package.json`, JSON.stringify({ ...JSON.parse(copy.read(`${path}/package.json`)), version }))
    }
  }
  give(patch)
  const refused = specCommand(copy, 'check')
  expect(refused.status).toBe(1)
  expect(refused.text).toContain('@mesh-balance/openapi needs a major version, and its version is a patch one:\n')
  give(major)
  expect(specCommand(copy, 'check').text).not.toContain('@mesh-balance/openapi needs')
})

test('with other line ends the baseline is the same', () => {
  copy.write('openapi/baseline.yaml', copy.read('openapi/baseline.yaml').replaceAll('\n', '\r\n'))
  expect(specCommand(copy, 'check').text).not.toContain('is what was released')
})

test('with other line ends the document gets its version, and keeps them', () => {
  copy.write(documentPath, copy.read(documentPath).replaceAll('\n', '\r\n'))
  copy.write('openapi/package.json', JSON.stringify({ ...JSON.parse(copy.read('openapi/package.json')), version: '7.8.9' }))
  copy.must('.', 'node', 'release/sync-document-version.mjs')
  expect(copy.read(documentPath)).toContain('\r\n  version: 7.8.9\r\n')
})

test.each([
  ['a configuration that compiles something else', '{ "include": ["../src/index.ts"] }'],
  ['a configuration that compiles nothing', '{ "include": ["nowhere/*.ts"] }'],
])('the public types of the last release cannot be left out: %s', (_, configuration) => {
  copy.write('packages/client/baseline/tsconfig.json', configuration)
  const { status, text } = specCommand(copy, 'check')
  expect([status, text]).toEqual([
    1,
    expect.stringMatching(/^spec:check: tsc -p packages\/client\/baseline does not compile .*public-types\.test\.ts:\n/),
  ])
})

describe('the changeset', () => {
  const addOption = () => copy.replace(documentPath, '        - bybitDirect\n', '        - bybitDirect\n        - uphold\n')

  test('follows the document: another change replaces it, and none removes it', () => {
    addOption()
    specCommand(copy, 'changeset')
    const [first = ''] = copy.changesets()
    copy.replace(documentPath, '        - uphold\n', '        - uphold\n        - bybitPay\n')
    specCommand(copy, 'changeset')
    const [second = '', ...others] = copy.changesets()
    expect([others, second === first]).toEqual([[], false])
    expect(copy.read(second)).toContain('`"bybitPay"`')
    copy.must('.', 'git', 'checkout', '-q', '--', documentPath)
    expect(specCommand(copy, 'changeset').text).toContain('there is nothing to say')
    expect(copy.changesets()).toEqual([])
  })

  test('that a person has edited keeps their words, and gets what is missing', () => {
    addOption()
    specCommand(copy, 'changeset')
    const [path = ''] = copy.changesets()
    copy.replace(path, 'The API can do more:', 'Uphold joins the institutions.')
    expect(specCommand(copy, 'changeset').text).toContain('says it already')
    copy.replace(documentPath, '        - uphold\n', '        - uphold\n        - bybitPay\n')
    expect(specCommand(copy, 'changeset').text).toContain('was edited by hand; what it did not say yet stands at its end')
    expect(copy.changesets()).toEqual([path])
    const text = copy.read(path)
    expect(text).toContain('Uphold joins the institutions.')
    expect(text.match(/takes `"uphold"` now/g)).toHaveLength(1)
    expect(text.trimEnd().split('\n').at(-1)).toContain('`"bybitPay"` now.')
  })
})

test('a bump that a person has raised stays, and so does a package of theirs', () => {
  copy.replace(documentPath, '        - bybitDirect\n', '        - bybitDirect\n        - uphold\n')
  specCommand(copy, 'changeset')
  const [path = ''] = copy.changesets()
  copy.replace(path, "'@mesh-balance/client': minor\n", "'@mesh-balance/client': major\n'@mesh-balance/spec-diff': patch\n")
  copy.replace(path, "'@mesh-balance/openapi': minor", "'@mesh-balance/openapi': patch")
  specCommand(copy, 'changeset')
  for (const line of ["openapi': minor", "client': major", "spec-diff': patch", "mock-server': minor"]) {
    expect(copy.read(path)).toContain(`'@mesh-balance/${line}\n`)
  }
})

describe('spec:diff --base', () => {
  test('takes a git reference or a file', () => {
    copy.replace(documentPath, '        - bybitDirect\n', '        - bybitDirect\n        - uphold\n')
    commit(copy, 'uphold')
    expect(specCommand(copy, 'diff', '--base', 'main').text).toMatch(/compared with main:[\s\S]*`"uphold"` now/)
    expect(specCommand(copy, 'diff', '--base', 'HEAD').text).toContain('No change')
    expect(specCommand(copy, 'diff', '--base', 'openapi/baseline.yaml').text).toContain('`"uphold"` now')
    expect(JSON.parse(copy.must('.', 'node', 'release/spec-diff.ts', '--json'))).toMatchObject({
      bump: 'minor',
      packages: { '@mesh-balance/client': 'minor' },
    })
  })

  test.each([
    [
      'nowhere',
      /^spec:diff: "nowhere" is neither a file nor a git reference that has openapi\/mesh-balance\.yaml\. Give one of them\.\n$/,
    ],
    ['package.json', /^spec:diff: .*openapi.*\n$/],
    ['openapi', /^spec:diff: openapi cannot be read\..*\n$/],
    ['openapi/README.md', /^spec:diff: openapi\/README\.md is not valid YAML: .*\n$/],
  ])('%s is refused in one line', (base, message) => {
    const { status, text } = specCommand(copy, 'diff', '--base', base)
    expect([status, text]).toEqual([1, expect.stringMatching(message)])
  })
})
