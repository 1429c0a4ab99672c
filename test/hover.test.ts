import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { institutions } from '@mesh-balance/client'
import { document } from '@mesh-balance/openapi'
import { describe, expect, test } from 'vitest'
import { Editor, type Exported, type Hover } from './editor.ts'
import { root } from './markdown.ts'

interface Manifest {
  name: string
  private?: boolean
  exports: Record<string, string | { types?: string }>
}

const editor = new Editor()

/** Every entry point with types of every public package, without the document itself, whose type is what it says. */
const entryPoints = globSync('packages/*/package.json', { cwd: root }).flatMap((path) => {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, path), 'utf8'))
  if (manifest.private) return []
  return Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === 'object' && target.types !== undefined)
    .map(([subpath]) => ({ specifier: manifest.name + subpath.slice(1), folder: join(root, path, '..') }))
})

/** The types of whole requests and answers, which the generator makes up beside the schemas of the document. */
const isMadeUp = ({ name, source }: Exported): boolean =>
  source.endsWith('generated/types.gen.d.ts') && !Object.hasOwn(document.components.schemas, name)

const undocumented = (hovers: Hover[]): string[] =>
  hovers.filter(({ documentation }) => documentation === '').map(({ name }) => name)

describe.each(entryPoints)('what an editor shows of $specifier', ({ specifier, folder }) => {
  const exported = editor.exportsOf(specifier, folder).filter((one) => !isMadeUp(one))

  test('says what each export is', () => {
    expect(exported).not.toEqual([])
    const names = exported.map(({ name }) => `«${name}»`)
    expect(undocumented(editor.hover(`import { ${names.join(', ')} } from '${specifier}'`))).toEqual([])
  })

  test.each(exported.filter(({ members }) => members.length > 0))(
    'says what the members of $name are',
    ({ name, kind, type, members }) => {
      const it = kind === 'value' ? `const it = ${name}` : `declare const it: ${type}`
      const uses = members.map((member) => `void it.«${member}»`)
      expect(undocumented(editor.hover(`import { ${name} } from '${specifier}'\n${it}\n${uses.join('\n')}`))).toEqual([])
    },
  )
})

describe('what an editor shows where the client is used', () => {
  const membersOf = (specifier: string, name: string): string[] => {
    const { folder = '' } = entryPoints.find((one) => one.specifier === specifier) ?? {}
    return editor.exportsOf(specifier, folder).find((one) => one.name === name)?.members ?? []
  }
  const client = '@mesh-balance/client'
  const refresh = '@mesh-balance/refresh'
  /** Hovers over the names of options where somebody writes them. */
  const optionsOf = (specifier: string, name: string, call: (options: string) => string): Hover[] => {
    const members = membersOf(specifier, name)
    expect(members).not.toEqual([])
    const written = call(members.map((member) => `«${member}»: undefined`).join(', '))
    return editor.hover(`import * as entry from '${specifier}'\nimport { createMeshClient } from '${client}'\n${written}`)
  }
  const withoutDefault = (hovers: Hover[]) =>
    hovers.filter(({ documentation }) => !documentation.includes('Default: ')).map(({ name }) => name)

  test.each([
    [client, 'MeshClientOptions', (options: string) => `createMeshClient({ ${options} })`],
    [
      client,
      'CallOptions',
      (options: string) => `createMeshClient().getBalance({ authToken: '', type: 'coinbase' }, { ${options} })`,
    ],
    [client, 'RetryOptions', (options: string) => `createMeshClient({ retry: { ${options} } })`],
    [`${client}/undici`, 'UndiciTransportOptions', (options: string) => `entry.undiciTransport({ ${options} })`],
    [`${client}/opentelemetry`, 'TracingOptions', (options: string) => `entry.tracing({ ${options} })`],
    [refresh, 'RefreshOptions', (options: string) => `entry.refreshBalances(createMeshClient(), Array<never>(), { ${options} })`],
    [`${refresh}/job`, 'RefreshJobOptions', (options: string) => `void entry.openRefreshJob({ ${options} })`],
    [`${refresh}/job`, 'WorkOptions', (options: string) => `const given: Partial<entry.WorkOptions> = { ${options} }`],
  ])('every option of %s %s says its default, and its unit', (specifier, name, call) => {
    const hovers = optionsOf(specifier, name, call)
    // Where a token comes from cannot be left out.
    expect(withoutDefault(hovers)).toEqual(name === 'WorkOptions' ? ['token'] : [])
    const lengths = hovers.filter((hover) => /timeout|delay|retryAfter|seconds|grace|poll/i.test(hover.name))
    for (const { documentation } of lengths) expect(documentation).toMatch(/in milliseconds|Whole seconds/)
  })

  test('every amount says its currency', () => {
    const declared = ['AccountBalance', 'CurrencyBalance'].flatMap((schema) => {
      const { properties } = document.components.schemas[schema as 'AccountBalance']
      const amounts = Object.entries(properties).filter(([, { type }]) => type.includes('number' as never))
      return amounts.map(([name]) => `void (0 as unknown as entry.${schema}).«${name}»`)
    })
    const hovers = editor.hover(`import * as entry from '${client}'\n${declared.join('\n')}`)
    expect(hovers.length).toBeGreaterThan(3)
    for (const { documentation } of hovers) expect(documentation).toMatch(/US dollars|currencyCode/)
  })

  test('a time and a size of an error or a log line say their unit', () => {
    const hovers = editor.hover(`import * as entry from '${client}'
      declare const error: entry.MeshApiError
      declare const fields: entry.LogFields
      void [error.«retryAfter», fields.«duration», fields.«delay»]`)
    for (const { name, documentation } of hovers) expect(documentation, name).toMatch(/milliseconds/i)
  })

  test('a method says what its operation does, in the words of the document', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    for (const { operationId, summary, description } of operations) {
      const [hover] = editor.hover(`import { createMeshClient } from '${client}'\nvoid createMeshClient().«${operationId}»`)
      expect(hover?.documentation).toContain(summary)
      expect(hover?.documentation.replaceAll(/\s+/g, ' ')).toContain(description.trim())
    }
  })

  test('a method says what it takes and returns, in names that can be imported', () => {
    const exported = new Set(editor.exportsOf(client, '').map(({ name }) => name))
    const methods = membersOf(client, 'MeshClient')
    expect(methods).not.toEqual([])
    for (const { name, signature } of editor.hover(
      `import { createMeshClient } from '${client}'\n${methods.map((method) => `void createMeshClient().«${method}»`).join('\n')}`,
    )) {
      const types: string[] = signature.match(/\b[A-Z]\w+/g) ?? []
      expect(types, `${name}: ${signature}`).toContain('MeshCall')
      expect(types.filter((type) => !exported.has(type))).toEqual([])
    }
  })

  test('the way that most people make a client comes first', () => {
    const [hover] = editor.hover(`import { «createMeshClient» } from '${client}'`)
    expect(hover?.signature).toContain('(options?: MeshClientOptions): MeshClient (+1 overload)')
  })

  test('an institution says its name, and whether it is supported', () => {
    const uses = Object.keys(institutions).map((type) => `void institutions.«${type}»`)
    for (const { name, documentation } of editor.hover(`import { institutions } from '${client}'\n${uses.join('\n')}`)) {
      const facts = institutions[name as keyof typeof institutions]
      expect(documentation).toContain(facts.name)
      expect(documentation).toContain(`Supported: ${facts.supported ? 'yes' : 'no'}.`)
    }
  })
})
