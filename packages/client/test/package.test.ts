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
    expect(foreign).toEqual(file.startsWith('dist/opentelemetry.') ? ['@opentelemetry/api'] : [])
  })

  test('has no dependency', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(manifest.dependencies).toBeUndefined()
    expect(manifest.peerDependenciesMeta).toEqual({ '@opentelemetry/api': { optional: true } })
  })

  test('loads nothing of a fetch client, and no schemas, when it is imported', () => {
    const seen = new Set<string>()
    const load = (file: string) => {
      if (seen.has(file)) return
      seen.add(file)
      const source = readFileSync(join(root, file), 'utf8').replaceAll(/import\([^)]*\)/g, '')
      for (const [, specifier = ''] of source.matchAll(/from ["'](\.[^"']+)["']/g)) load(join(dirname(file), specifier))
    }
    load('dist/index.js')
    expect([...seen].filter((file) => /drift-reporter|valibot|generated\/(client|core)/.test(file))).toEqual([])
  })
})
