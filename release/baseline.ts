import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { ReleaseError } from './fail.ts'
import { baselineDocument, documentPath, root } from './repository.ts'

export interface Baseline {
  /** As a report names it. */
  readonly name: string
  readonly document: object
}

/**
 * The document to compare with. Default: the one of the last release.
 * @param base A file, or a git reference.
 */
export function readBaseline(base?: string): Baseline {
  if (base === undefined)
    return { name: 'the last release', document: documentIn(readFileSync(baselineDocument, 'utf8'), 'openapi/baseline.yaml') }
  if (existsSync(base)) return { name: base, document: documentIn(readFileSync(base, 'utf8'), base) }
  return { name: base, document: documentIn(textAt(base), `${base}:${documentPath}`) }
}

function textAt(reference: string): string {
  try {
    return execFileSync('git', ['show', `${reference}:${documentPath}`], { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  } catch {
    throw new ReleaseError(`"${reference}" is neither a file nor a git reference that has ${documentPath}. Give one of them.`)
  }
}

function documentIn(text: string, name: string): object {
  const document: unknown = parse(text, { prettyErrors: false })
  if (typeof document === 'object' && document !== null) return document
  throw new ReleaseError(`${name} holds no document.`)
}
