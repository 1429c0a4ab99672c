import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { document as ownDocument } from '@mesh-balance/openapi'
import RefParser from '@stoplight/json-schema-ref-parser'
import { parseDocument } from 'yaml'
import { isJsonObject, type JsonObject } from './json-object.js'
import { MockServerError } from './mock-server-error.js'
import { OpenApiDocument } from './open-api-document.js'

/** The path or file URL of an OpenAPI 3 document in YAML or JSON, or the document itself as an object. */
export type DocumentSource = string | URL | object

/**
 * Reads a document and brings the files that it refers to into it. The object that is given is not changed.
 * @throws {MockServerError} `invalid-document`
 */
export async function loadDocument(source: DocumentSource = ownDocument): Promise<OpenApiDocument> {
  const file = filePathOf(source)
  const name = file === undefined ? 'The given object' : nameOf(file)
  const parsed = file === undefined ? copyOf(source) : parse(await read(file, name), name)
  if (!isJsonObject(parsed) || !('openapi' in parsed)) {
    throw invalid(`${name} is not an OpenAPI document: it has no field "openapi". Give an OpenAPI 3 document.`)
  }
  if (!/^3\./.test(String(parsed['openapi']))) {
    throw invalid(`${name} says "openapi: ${parsed['openapi']}", which cannot be served. Give an OpenAPI 3 document.`)
  }
  const document = new OpenApiDocument(await bundle(parsed, file, name))
  if (document.operations.length === 0) {
    throw invalid(`${name} has no operations, so there is nothing to serve. Add a path with a method to "paths".`)
  }
  removeSchemaIds(document.root)
  return document
}

function filePathOf(source: DocumentSource): string | undefined {
  if (source instanceof URL) {
    if (source.protocol === 'file:') return fileURLToPath(source)
    throw invalid(`The document ${source.href} is not a file. Download it and give its path.`)
  }
  return typeof source === 'string' ? resolve(source) : undefined
}

function nameOf(file: string): string {
  const fromHere = relative(process.cwd(), file)
  return fromHere === '' || fromHere.startsWith('..') ? file : fromHere
}

function copyOf(source: string | object): unknown {
  try {
    return structuredClone(source)
  } catch (cause) {
    throw invalid('The given object is not plain data, so it cannot be an OpenAPI document. Give what JSON could hold.', cause)
  }
}

async function read(file: string, name: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a directory',
      EACCES: 'its permissions do not allow it',
    }
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    throw invalid(
      `Cannot read the document ${name}: ${reasons[code] ?? messageOf(cause)}. Give the path of an OpenAPI 3 document in YAML or JSON.`,
      cause,
    )
  }
}

function parse(text: string, name: string): unknown {
  if (name.endsWith('.json')) {
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw invalid(`${name} is not valid JSON: ${messageOf(cause)}. Correct it there.`, cause)
    }
  }
  const yaml = parseDocument(text, { merge: true, prettyErrors: false })
  const [error] = yaml.errors
  if (error) {
    const before = text.slice(0, error.pos[0]).split('\n')
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
    throw invalid(`${name} is not valid YAML at ${place}: ${error.message}. Correct it there.`, error)
  }
  try {
    return yaml.toJS()
  } catch (cause) {
    throw invalid(`${name} is not valid YAML: ${messageOf(cause)}. Correct it there.`, cause)
  }
}

async function bundle(parsed: JsonObject, file: string | undefined, name: string): Promise<JsonObject> {
  try {
    const bundled: unknown = await new RefParser().bundle(file ?? resolve('document'), parsed, {})
    return isJsonObject(bundled) ? bundled : parsed
  } catch (cause) {
    throw invalid(
      `${name} has a $ref that leads nowhere: ${messageOf(cause)}. Correct the reference, or add what it names.`,
      cause,
    )
  }
}

/**
 * Prism compiles all schemas of a process in one ajv instance, which refuses a second schema of the same `$id`; Prism takes the refusal for
 * "nothing to complain about" and lets every request pass. References are resolved by now, so nothing needs the ids.
 */
function removeSchemaIds(node: unknown, seen: Set<unknown> = new Set()): void {
  if (typeof node !== 'object' || node === null || seen.has(node)) return
  seen.add(node)
  if (isJsonObject(node) && typeof node['$id'] === 'string') delete node['$id']
  for (const [key, child] of Object.entries(node)) {
    // What examples hold is data of the API, where `$id` is a field like any other.
    if (key !== 'example' && key !== 'examples') removeSchemaIds(child, seen)
  }
}

function invalid(message: string, cause?: unknown): MockServerError {
  return new MockServerError('invalid-document', message, { cause })
}

function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/\.+$/, '')
}
