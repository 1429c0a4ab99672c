import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isJsonObject, type JsonObject } from '../json.js'
import { SpecDiffError } from '../spec-diff-error.js'
import { child, type Located } from './located.js'
import { parseText, plainCopy } from './parse-text.js'
import type { SourceFile } from './source-file.js'

/** The path or file URL of an OpenAPI 3 document in YAML or JSON, or the document itself as an object, which is not changed. */
export type DocumentSource = string | URL | object

const wayOut = 'Give an OpenAPI 3.0 or 3.1 document in YAML or JSON.'

/**
 * A document whose references are followed one at a time, when a comparison meets them: a document that is dereferenced as a whole has
 * lost the names of its schemas and the places where things stand, and never ends where a schema contains itself.
 */
export class OpenApiDocument {
  readonly root: Located
  readonly #files = new Map<string, SourceFile>()

  /** @throws SpecDiffError the source cannot be read, or is no OpenAPI 3 document */
  constructor(source: DocumentSource) {
    const file = isPath(source) ? this.#read(pathOf(source), '') : given(source)
    if (!isJsonObject(file.content) || !('openapi' in file.content)) throw notOpenApi(file)
    if (!/^3\.\d/.test(String(file.content['openapi']))) {
      throw new SpecDiffError(`${file.name} says "openapi: ${file.content['openapi']}" at /openapi. ${wayOut}`)
    }
    for (const key of ['paths', 'webhooks', 'components']) {
      if (file.content[key] !== undefined && file.content[key] !== null && !isJsonObject(file.content[key])) {
        throw new SpecDiffError(`${file.name} has no object at /${key}, where one is expected. Correct it there.`)
      }
    }
    this.root = { value: file.content, file, pointer: '' }
  }

  /** The notation of 3.0: `nullable`, and what stands beside a `$ref` does not count. */
  get isVersion30(): boolean {
    return /^3\.0/.test(String(isJsonObject(this.root.value) && this.root.value['openapi']))
  }

  /**
   * Follows `$ref` until something else stands there.
   * @throws SpecDiffError a reference leads nowhere, or to itself
   */
  follow(located: Located): Located {
    const seen = new Set<string>()
    let current = located
    while (isJsonObject(current.value) && typeof current.value['$ref'] === 'string') {
      const place = `${current.file.name}#${current.pointer}`
      if (seen.has(place)) {
        throw new SpecDiffError(`The $ref at ${place} leads back to itself. Let it name something else.`)
      }
      seen.add(place)
      current = this.target(current, current.value['$ref'])
    }
    return current
  }

  /** A member, followed: documents in many files put references also where OpenAPI has none. */
  at(parent: Located, ...keys: readonly string[]): Located {
    return keys.reduce((located, key) => this.follow(child(located, key)), parent)
  }

  /** What a reference names, which may be a reference in turn. */
  target(from: Located, reference: string): Located {
    const [address = '', fragment = ''] = reference.split('#', 2)
    const file = address === '' ? from.file : this.#other(from, address, reference)
    const target = fragment === '' || fragment.startsWith('/') ? walk(file, fragment) : anchored(file, fragment)
    if (target === undefined) {
      throw new SpecDiffError(
        `${from.file.name} has a $ref at ${from.pointer || '/'} that leads nowhere: ${reference}. Correct it, or add what it names.`,
      )
    }
    return target
  }

  #other(from: Located, address: string, reference: string): SourceFile {
    const place = `${from.file.name} refers to ${reference} at ${from.pointer || '/'}`
    if (/^[a-z][a-z\d+.-]+:/i.test(address) && !address.startsWith('file:')) {
      throw new SpecDiffError(`${place}, which is not a file. Nothing is fetched: download it and refer to the file.`)
    }
    if (from.file.path === undefined && !address.startsWith('file:')) {
      throw new SpecDiffError(`${place}, and the document was given as an object, without a folder. Give its path instead.`)
    }
    const path = address.startsWith('file:')
      ? fileURLToPath(address)
      : resolve(dirname(from.file.path ?? ''), safelyDecoded(address))
    try {
      const folder = dirname(this.root.file.path ?? '')
      return this.#read(path, relative(folder, path).replaceAll('\\', '/'))
    } catch (cause) {
      const reason = cause instanceof SpecDiffError ? cause.message : String(cause)
      throw new SpecDiffError(`${place}, which cannot be used. ${reason}`, { cause })
    }
  }

  #read(path: string, address: string): SourceFile {
    const known = this.#files.get(path)
    if (known) return known
    const name = nameOf(path)
    const file: SourceFile = { name, address, path, content: parseText(readText(path, name), name) }
    this.#files.set(path, file)
    return file
  }
}

function isPath(source: DocumentSource): source is string | URL {
  return typeof source === 'string' || source instanceof URL
}

function pathOf(source: string | URL): string {
  const text = String(source)
  if (!/^[a-z][a-z\d+.-]+:/i.test(text)) return resolve(text)
  if (text.startsWith('file:')) return fileURLToPath(text)
  throw new SpecDiffError(`The document ${text} is not a file of this machine. Download it, and give its path.`)
}

function given(content: object): SourceFile {
  const name = 'The given object'
  return { name, address: '', path: undefined, content: plainCopy(content, name) }
}

function nameOf(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere
}

function readText(path: string, name: string): string {
  try {
    // A byte order mark is no part of JSON.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      ENOTDIR: 'there is no such file',
      EISDIR: 'it is a directory',
      EACCES: 'it may not be read',
    }
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    throw new SpecDiffError(`Cannot read ${name}: ${reasons[code] ?? code}. Give the path of an OpenAPI document.`, { cause })
  }
}

function notOpenApi(file: SourceFile): SpecDiffError {
  const isSwagger = isJsonObject(file.content) && 'swagger' in file.content
  return isSwagger
    ? new SpecDiffError(
        `${file.name} is a Swagger 2 document (/swagger). Convert it, with swagger2openapi for instance. ${wayOut}`,
      )
    : new SpecDiffError(`${file.name} is not an OpenAPI document: there is no field /openapi. ${wayOut}`)
}

function walk(file: SourceFile, pointer: string): Located | undefined {
  let current: Located = { value: file.content, file, pointer: '' }
  for (const token of pointer.split('/').slice(1)) {
    const key = safelyDecoded(token).replaceAll('~1', '/').replaceAll('~0', '~')
    current = child(current, key)
    if (current.value === undefined) return undefined
  }
  return current
}

function anchored(file: SourceFile, anchor: string): Located | undefined {
  const pending: Located[] = [{ value: file.content, file, pointer: '' }]
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue
    const object = next.value as JsonObject
    if (object['$anchor'] === anchor || object['$dynamicAnchor'] === anchor) return next
    for (const key of Object.keys(object)) pending.push(child(next, key))
  }
  return undefined
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
