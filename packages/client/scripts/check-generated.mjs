// Generates once more, into a folder of its own, and fails where `src/generated` differs.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const committed = 'src/generated'
const fresh = mkdtempSync(join(tmpdir(), 'generated-'))

/** Contents by path. */
const read = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  )

try {
  const { status, stdout, stderr, error } = spawnSync('openapi-ts', {
    env: { ...process.env, OPENAPI_OUTPUT: fresh },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw error ?? new Error(`The generator failed.\n${stdout}${stderr}`)
  const [before, after] = [read(committed), read(fresh)]
  const stale = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort()
  if (stale.length > 0) {
    console.error(`Generated code is not what the document and the generator give. Run "pnpm generate" and commit the result.`)
    for (const path of stale) console.error(`  ${committed}/${path}`)
    process.exitCode = 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(fresh, { recursive: true })
}
