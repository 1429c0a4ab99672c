import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { document as ownDocument } from '@mesh-balance/openapi'
import RefParser from '@stoplight/json-schema-ref-parser'
import { parseDocument } from 'yaml'
import { MockServerError } from '../mock-server-error.js'
import { checkDocument, checkNesting, tooDeep } from './check-document.js'
import { isJsonObject, type JsonObject } from './json-object.js'
import { OpenApiDocument } from './open-api-document.js'

/** The path or file URL of an OpenAPI 3 document in YAML or JSON, or the document itself as an object. */
export type DocumentSource = string | URL | object

/**
 * Reads a document and brings the files that it refers to into it. The object that is given is not changed.
 * @param onFiles Told the paths of the files that it is read from, also where it cannot be served.
 * @throws MockServerError `invalid-document`
 */
export async function loadDocument(
  source: DocumentSource = ownDocument,
  onFiles: (files: readonly string[]) => void = () => {},
): Promise<OpenApiDocument> {
  const file = filePathOf(source)
  if (file !== undefined) onFiles([file])
  const name = file === undefined ? 'The given object' : nameOf(file)
  const given = file === undefined ? source : parse(await read(file, name), name)
  checkNesting(given, name)
  const parsed = file === undefined ? copyOf(source) : given
  if (!isJsonObject(parsed) || !('openapi' in parsed)) {
    throw invalid(`${name} is not an OpenAPI document: it has no field "openapi". Give an OpenAPI 3 document.`)
  }
  if (!/^3\./.test(String(parsed['openapi']))) {
    throw invalid(`${name} says "openapi: ${parsed['openapi']}", which cannot be served. Give an OpenAPI 3 document.`)
  }
  const document = new OpenApiDocument(await bundle(parsed, file, name, onFiles))
  if (document.operations.length === 0) {
    throw invalid(`${name} has no operations, so there is nothing to serve. Add a path with a method to "paths".`)
  }
  checkDocument(document, name)
  // OpenAPI's own dialect goes without saying, and Prism's validator does not know it.
  if (String(document.root['jsonSchemaDialect']).startsWith('https://spec.openapis.org/oas/'))
    delete document.root['jsonSchemaDialect']
  mendSchemas(document.root)
  return document
}

function filePathOf(source: DocumentSource): string | undefined {
  if (typeof source === 'string' && !/^(file|https?):/i.test(source)) return resolve(source)
  if (typeof source !== 'string' && !(source instanceof URL)) return undefined
  try {
    return fileURLToPath(source)
  } catch (cause) {
    throw invalid(`The document ${source} is not a file of this machine. Give the path of one, downloaded if need be.`, cause)
  }
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
    // A byte order mark is no part of JSON.
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  } catch (cause) {
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a directory',
    }
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    throw invalid(
      `Cannot read the document ${name}: ${reasons[code] ?? messageOf(cause)}. Give the path of an OpenAPI 3 document in YAML or JSON.`,
      cause,
    )
  }
}

function parse(text: string, name: string): unknown {
  const format = name.endsWith('.json') ? 'JSON' : 'YAML'
  try {
    return format === 'JSON' ? JSON.parse(text) : parseYaml(text, name)
  } catch (cause) {
    if (cause instanceof MockServerError) throw cause
    throw invalid(`${name} is not valid ${format}: ${messageOf(cause)}. Correct it there.`, cause)
  }
}

function parseYaml(text: string, name: string): unknown {
  const yaml = parseDocument(text, { merge: true, prettyErrors: false, stringKeys: true })
  const [error] = yaml.errors
  if (error?.code === 'RESOURCE_EXHAUSTION') throw tooDeep(name)
  if (error) {
    const before = text.slice(0, error.pos[0]).split('\n')
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
    throw invalid(`${name} is not valid YAML at ${place}: ${error.message}. Correct it there.`, error)
  }
  return yaml.toJS()
}

async function bundle(
  parsed: JsonObject,
  file: string | undefined,
  name: string,
  onFiles: (files: readonly string[]) => void,
): Promise<JsonObject> {
  const parser = new RefParser()
  try {
    const bundled: unknown = await parser.bundle(file ?? resolve('document'), parsed, {})
    return isJsonObject(bundled) ? bundled : parsed
  } catch (cause) {
    throw invalid(
      `${name} has a $ref that leads nowhere: ${messageOf(cause)}. Correct the reference, or add what it names.`,
      cause,
    )
  } finally {
    // Not `paths('file')`: the parser does not call a file one that it could not open.
    const others = parser.$refs.paths().filter((path) => path !== resolve('document') && !/^https?:/i.test(path))
    onFiles([...new Set(file === undefined ? others : [file, ...others])])
  }
}

/**
 * Takes out of schemas what Prism stumbles over.
 *
 * `$id`: Prism compiles all schemas of a process in one ajv instance, which refuses a second schema of the same `$id`; Prism takes the refusal for
 * "nothing to complain about" and lets every request pass. References are resolved by now, so nothing needs the ids.
 *
 * `null` in the `enum` of a `nullable` schema, where OpenAPI 3.0 wants it: Prism adds another, and a list with null twice does not compile.
 */
function mendSchemas(node: unknown, seen: Set<unknown> = new Set()): void {
  if (typeof node !== 'object' || node === null || seen.has(node)) return
  seen.add(node)
  if (isJsonObject(node)) {
    const { $id, type, enum: values, nullable, 'x-nullable': xNullable } = node
    if (typeof $id === 'string') delete node['$id']
    if (typeof type === 'string' && (nullable === true || xNullable === true) && Array.isArray(values)) {
      node['enum'] = values.filter((value) => value !== null)
    }
  }
  for (const [key, child] of Object.entries(node)) {
    // What examples hold is data of the API, where `$id` is a field like any other.
    if (key !== 'example' && key !== 'examples') mendSchemas(child, seen)
  }
}

function invalid(message: string, cause?: unknown): MockServerError {
  return new MockServerError('invalid-document', message, { cause })
}

function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/\.+$/, '')
}
