#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { isAtLeast } from './change.js'
import { help, readCommandOptions, UsageError } from './command-options.js'
import { diffDocuments } from './diff-documents.js'
import { formatDiff } from './report/format-diff.js'

async function main(): Promise<void> {
  const options = readCommandOptions(process.argv.slice(2))
  if (options === 'help') return print(help)
  if (options === 'version') return print(`${packageVersion()}\n`)
  const { documents, json, strict, failOn } = options
  const diff = await diffDocuments(...documents, { strict })
  print(json ? `${JSON.stringify(diff, null, 2)}\n` : formatDiff(diff))
  if (failOn !== undefined && isAtLeast(diff.bump, failOn)) process.exitCode = 3
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}

function print(text: string): void {
  process.stdout.write(text)
}

// A reader that leaves, such as `head`, is no error of this command.
process.stdout.on('error', () => process.exit(0))

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`spec-diff: ${message.replace(/\s+/g, ' ')}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
