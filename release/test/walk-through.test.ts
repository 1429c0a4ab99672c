import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { commit, copyRepository, generateAndBuild, type RepositoryCopy, specCommand } from './repository-copy.ts'

// The change that CONTRIBUTING walks through, done in a copy: the institutions that the vendor has added since the requirement was written.
const added = ['paribuOAuth', 'payPalConnect', 'binanceTrDirect', 'coinbaseRamp', 'bybitDirectMobile', 'sandbox']
const sentence = `\`getBalance\`: the request property \`type\` takes ${added.map((value) => `\`"${value}"\``).join(', ')} now.`
const documentPath = 'openapi/mesh-balance.yaml'

let copy: RepositoryCopy
beforeAll(() => {
  copy = copyRepository()
  copy.must('.', 'git', 'checkout', '-qb', 'institutions')
  const document = copy.read(documentPath)
  const values = parse(document).components.schemas.InstitutionType.enum as string[]
  const last = values.at(-1) ?? ''
  const details = new RegExp(`^ +${last}: .*$`, 'm').exec(document)?.[0] ?? ''
  const ofAdded = added.map(
    (value) => `        ${value}: { name: ${value[0]?.toUpperCase()}${value.slice(1)}, supported: false }`,
  )
  copy.replace(documentPath, `        - ${last}\n`, `        - ${[last, ...added].join('\n        - ')}\n`)
  copy.replace(documentPath, details, [details, ...ofAdded].join('\n'))
  generateAndBuild(copy)
}, 60_000)
afterAll(() => copy[Symbol.dispose]())

test('1. the difference is a minor one, and says which values of which field of which operation', () => {
  const { status, text } = specCommand(copy, 'diff')
  expect(status).toBe(0)
  expect(text).toContain(sentence)
  expect(text).toContain('Bump: minor')
})

test('2. the generated type has the values, and so has the table of institutions', () => {
  const types = copy.read('packages/client/src/generated/types.gen.ts')
  const facts = copy.read('packages/client/src/generated/facts.gen.ts')
  for (const value of added) {
    expect(types).toContain(`'${value}'`)
    expect(facts).toContain(value)
  }
})

test('3. without a changeset it cannot land', () => {
  const { status, text } = specCommand(copy, 'check')
  expect(status).toBe(1)
  for (const name of ['openapi', 'client', 'mock-server']) {
    expect(text).toContain(`@mesh-balance/${name} needs a minor changeset, and the changesets ask for none`)
  }
  expect(text).toMatch(/\nspec:check: .*"pnpm spec:changeset" writes the one that is missing\.\n$/)
})

test('4. the changeset is written, and written once', () => {
  expect(specCommand(copy, 'changeset').text).toContain('is written')
  const [path = ''] = copy.changesets()
  const text = copy.read(path)
  expect(text).toContain("'@mesh-balance/client': minor")
  expect(text).toContain(`- ${sentence}`)
  expect(specCommand(copy, 'changeset').text).toContain('says it already')
  expect(copy.changesets()).toEqual([path])
  expect(specCommand(copy, 'check')).toEqual({
    status: 0,
    text: 'The document, compared with the last release: a minor change, which the changesets ask for.\n',
  })
  commit(copy, 'feat: institutions that the vendor has added')
})

test('5. the next version tells users, and is what later changes are compared with', () => {
  copy.must('.', 'changeset', 'version')
  copy.must('.', 'node', 'release/sync-document-version.mjs')
  copy.must('.', 'node', 'release/update-baseline.ts')
  const { version } = JSON.parse(copy.read('packages/client/package.json'))
  expect(parse(copy.read(documentPath)).info.version).toBe(version)
  const changelog = copy.read('packages/client/CHANGELOG.md')
  expect(changelog).toContain(`## ${version}\n\n### Minor Changes\n`)
  expect(changelog).toContain(sentence)
  expect(copy.changesets()).toEqual([])
  expect(specCommand(copy, 'diff').text).toContain('No change. Bump: none')
  copy.must('openapi', 'node', 'scripts/build.mjs')
  copy.must('packages/client', 'node', 'scripts/check-generated.mjs')
  expect(specCommand(copy, 'check').status).toBe(0)
})
