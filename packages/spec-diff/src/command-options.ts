import { parseArgs } from 'node:util'
import type { Level } from './change.js'

export interface CommandOptions {
  readonly documents: readonly [old: string, next: string]
  readonly json: boolean
  readonly strict: boolean
  readonly failOn: Level | undefined
}

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const help = `Usage: spec-diff OLD NEW [options]

Compares two OpenAPI 3 documents, and says what the difference means for those who call the API through a
generated TypeScript client: each change with a level, a place and a sentence for a changelog, and the version bump.

  OLD, NEW             Files in YAML or JSON; what they refer to is read as well, if it is a file

Options
  --json               Print { "bump", "changes" } for programs
  --strict             Take the view of a client with closed types: a response enum that gains a value is major
  --fail-on <level>    Exit with 3 if the bump is at least major, minor or patch
  --help               Print this, and exit
  --version            Print the version, and exit

Levels
  major  an existing caller can break, in types or at run time
  minor  something new can be used
  patch  seen in documentation only, or in what a server promises

Exit codes
  0  compared, whatever was found
  1  a document cannot be read, is no OpenAPI 3 document, or refers to what is not there
  2  the command line is wrong
  3  compared, and the bump is at least what --fail-on says

Example
  git show main:openapi.yaml > /tmp/old.yaml && spec-diff /tmp/old.yaml openapi.yaml --fail-on major
`

const levels: readonly Level[] = ['major', 'minor', 'patch']

/** @throws UsageError */
export function readCommandOptions(args: readonly string[]): CommandOptions | 'help' | 'version' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  if (values.version) return 'version'
  const [old, next, ...more] = positionals
  if (old === undefined || next === undefined || more.length > 0 || old === '' || next === '') {
    throw new UsageError(`Give two documents, the old one and the new one; ${positionals.length} given. ${advice}`)
  }
  const failOn = levels.find((level) => level === values['fail-on'])
  if (values['fail-on'] !== undefined && failOn === undefined) {
    throw new UsageError(`--fail-on takes major, minor or patch, and not "${values['fail-on']}". ${advice}`)
  }
  return { documents: [old, next], json: values.json, strict: values.strict, failOn }
}

const advice = '"spec-diff --help" lists the options.'

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
        'fail-on': { type: 'string' },
        help: { type: 'boolean', default: false, short: 'h' },
        version: { type: 'boolean', default: false },
      },
    })
  } catch (cause) {
    // Node goes on with advice about positional arguments that look like options.
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split(/\. |\n/)
    throw new UsageError(`${problem?.replace(/\.$/, '')}. ${advice}`, { cause })
  }
}
