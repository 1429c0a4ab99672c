import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ReleaseError } from './fail.ts'
import { git } from './git.ts'
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
    return { name: 'the last release', document: documentIn(textIn(join(root, baselineDocument)), baselineDocument) }
  if (existsSync(base)) return { name: base, document: documentIn(textIn(base), base) }
  const text = git('show', `${base}:${documentPath}`)
  if (text === undefined)
    throw new ReleaseError(`"${base}" is neither a file nor a git reference that has ${documentPath}. Give one of them.`)
  return { name: base, document: documentIn(text, `${base}:${documentPath}`) }
}

/** What was the last release at a commit; undefined where the commit does not have it. */
export function baselineAt(commit: string): Baseline | undefined {
  const text = git('show', `${commit}:${baselineDocument}`)
  return text === undefined
    ? undefined
    : { name: 'the last release', document: documentIn(text, `${commit}:${baselineDocument}`) }
}

function textIn(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new ReleaseError(`${path} cannot be read. If it is in git, restore it: git checkout HEAD -- ${path}`)
  }
}

function documentIn(text: string, name: string): object {
  let document: unknown
  try {
    document = parse(text, { prettyErrors: false })
  } catch (cause) {
    throw new ReleaseError(`${name} is not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
  if (typeof document === 'object' && document !== null) return document
  throw new ReleaseError(`${name} holds no document.`)
}
