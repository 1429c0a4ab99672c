// Gives the document the version of its package, so that `info.version` tells which release a document belongs to.
import { readFileSync, writeFileSync } from 'node:fs'

const url = (path) => new URL(`../openapi/${path}`, import.meta.url)
const { version } = JSON.parse(readFileSync(url('package.json'), 'utf8'))
const before = readFileSync(url('mesh-balance.yaml'), 'utf8')
// The text is edited, and not parsed and written, so that its comments stay.
const after = before.replace(/^(info:\r?\n(?: {2,}.*\r?\n)*? {2}version: )[^\r\n]*/m, `$1${version}`)
if (!after.split(/\r?\n/).includes(`  version: ${version}`))
  throw new Error('openapi/mesh-balance.yaml has no line "  version: …" under "info:".')
writeFileSync(url('mesh-balance.yaml'), after)
