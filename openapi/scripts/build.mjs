// Lints the document and writes what the other packages read: the bundled JSON, and a module of it with literal types.
import { mkdir, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle, formatProblems, lint, loadConfig } from '@redocly/openapi-core'

const path = (relativePath) => fileURLToPath(new URL(relativePath, import.meta.url))
const ref = path('../mesh-balance.yaml')
const config = await loadConfig({ configPath: path('../redocly.yaml') })

const problems = await lint({ ref, config })
if (problems.length > 0) {
  formatProblems(problems, {
    format: 'codeframe',
    totals: { errors: problems.filter((problem) => problem.severity === 'error').length, warnings: 0, ignored: 0 },
    version: '2',
  })
  console.error(`${relative(process.cwd(), ref)} has ${problems.length} problems; nothing was written.`)
  process.exit(1)
}

const { bundle: bundled } = await bundle({ ref, config })
const json = JSON.stringify(bundled.parsed, null, 2)

await mkdir(path('../dist'), { recursive: true })
await Promise.all([
  writeFile(path('../dist/mesh-balance.json'), `${json}\n`),
  writeFile(path('../dist/document.js'), `export const document = ${json}\n`),
  // JSON is also TypeScript's notation of literal and tuple types.
  writeFile(
    path('../dist/document.d.ts'),
    `/** The OpenAPI document, bundled: every \`$ref\` points inside it. */\nexport declare const document: ${json}\n`,
  ),
])
