import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = globSync('dist/**/*.{js,d.ts}', { cwd: root }).sort()
/** Examples in comments import as well. */
const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, '')
const importsOf = (file: string) =>
  [
    ...withoutComments(readFileSync(join(root, file), 'utf8')).matchAll(
      /^(?:import|export)\b[^'"]*?from ["']([^"']+)["']|import\(["']([^"']+)["']\)/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? '')

/** What may be imported by which files: an optional peer, by its own subpath. */
const peersOf: Record<string, RegExp> = {
  'dist/opentelemetry.': /^@opentelemetry\/api$/,
  'dist/undici': /^(undici|node:(stream|zlib))$/,
}

describe('the package as it is built', () => {
  test('has files', () => expect(files).toContain('dist/index.js'))

  test.each(files)('%s imports only what is there, and nothing that would have to be installed', (file) => {
    const imports = importsOf(file)
    const own = imports.filter((specifier) => specifier.startsWith('.'))
    const missing = own.filter((specifier) => {
      const target = join(root, dirname(file), specifier)
      return !existsSync(file.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target)
    })
    expect(missing).toEqual([])
    const foreign = imports.filter((specifier) => !specifier.startsWith('.'))
    const [, allowed] = Object.entries(peersOf).find(([start]) => file.startsWith(start)) ?? []
    expect(foreign.filter((specifier) => !allowed?.test(specifier))).toEqual([])
  })

  test('has no dependency', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(manifest.dependencies).toBeUndefined()
    expect(manifest.peerDependenciesMeta).toEqual({ '@opentelemetry/api': { optional: true }, undici: { optional: true } })
  })

  test('is one file with the errors in another, but for what few need', () => {
    expect(files.filter((file) => file.endsWith('.js'))).toEqual([
      'dist/drift-reporter.js',
      'dist/errors.js',
      'dist/index.js',
      'dist/opentelemetry.js',
      'dist/undici.js',
    ])
    // The same class of each error for all of them.
    for (const file of files.filter((name) => name.endsWith('.js') && name !== 'dist/errors.js')) {
      expect(importsOf(file)).toContain('./errors.js')
      expect(readFileSync(join(root, file), 'utf8')).not.toContain('extends Error')
    }
  })

  test('has neither schemas nor a fetch client in the file that is loaded first', () => {
    const source = readFileSync(join(root, 'dist/index.js'), 'utf8')
    for (const name of ['picklist', 'safeParse', 'serverSentEvents', 'interceptors']) expect(source).not.toContain(name)
    expect(new Set(importsOf('dist/index.js'))).toEqual(new Set(['./errors.js', './drift-reporter.js']))
  })
})
