import { createRequire } from 'node:module'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { validateAgainstSchema } from '@stoplight/prism-http/dist/validator/validators/utils.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { MockServerError } from '../mock-server-error.js'

/** An operation as Prism wants it, its schemas turned into JSON Schema. */
export type PrismOperation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number]

export type DocumentedResponse = PrismOperation['responses'][number]

/** The response that the document has for an HTTP status: its own, that of its range, or `default`. */
export function documentedFor({ responses }: PrismOperation, httpStatus: number): DocumentedResponse | undefined {
  const keys = [String(httpStatus), `${Math.floor(httpStatus / 100)}XX`, 'default']
  return keys.flatMap((key) => responses.find(({ code }) => code === key) ?? [])[0]
}

type Schema = Parameters<typeof validateAgainstSchema>[1]

interface PlacedSchema {
  readonly place: string
  readonly schema: Schema
  /** Prism turns text into numbers and the like for what is not a JSON body. */
  readonly coerce: boolean
}

/**
 * Resolves the references of the document in place, so that nothing should read it afterwards.
 * @throws MockServerError `invalid-document`
 */
export async function prismOperations(document: OpenApiDocument): Promise<PrismOperation[]> {
  const { root } = document
  // Prism takes the schemas of OpenAPI 3.1 for those of an older draft, and passes over what came since, such as prefixItems.
  if (!/^3\.0\b/.test(String(root['openapi']))) root['jsonSchemaDialect'] ??= 'https://json-schema.org/draft/2020-12/schema'
  try {
    const operations = await getHttpOperationsFromSpec(root)
    // Prism takes an extension for a path, and for a response.
    return operations
      .filter(({ path }) => !path.startsWith('x-'))
      .map((operation) => ({ ...operation, responses: operation.responses.filter(({ code }) => !code.startsWith('x-')) }))
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new MockServerError('invalid-document', `Prism cannot serve the document: ${message}`, { cause })
  }
}

/**
 * Prism takes a schema that does not compile for one that allows everything.
 * @throws MockServerError `invalid-document`
 */
export function assertSchemas(operations: readonly PrismOperation[]): void {
  for (const operation of operations) {
    // What schemas that refer to themselves refer to.
    const bundle: unknown = Reflect.get(operation, '__bundled__')
    for (const { place, schema, coerce } of schemasOf(operation)) {
      if (compiles(schema, coerce, bundle)) continue
      throw new MockServerError(
        'invalid-document',
        `The schema of ${place} of ${operation.method.toUpperCase()} ${operation.path} is not one that can be checked: ${reason(schema, bundle)}. Correct it there.`,
      )
    }
  }
}

function schemasOf({ request, responses }: PrismOperation): PlacedSchema[] {
  const { body, path = [], query = [], headers = [] } = request ?? {}
  const places = [
    ...(body?.contents ?? []).map(({ mediaType, schema }) => ({
      place: `the request body "${mediaType}"`,
      schema,
      coerce: false,
    })),
    ...[...path, ...query, ...headers].map(({ name, schema }) => ({ place: `the parameter "${name}"`, schema, coerce: true })),
    ...responses.flatMap(({ code, contents = [], headers = [] }) => [
      ...contents.map(({ mediaType, schema }) => ({ place: `the response "${code}", "${mediaType}",`, schema, coerce: false })),
      ...headers.map(({ name, schema }) => ({ place: `the header "${name}" of the response "${code}"`, schema, coerce: true })),
    ]),
  ]
  return places.flatMap(({ schema, ...place }) => (schema ? [{ ...place, schema: schema as Schema }] : []))
}

/** Prism's own validator is asked: beside `false`, everything that compiles has an error to tell. */
function compiles(schema: Schema, coerce: boolean, bundle: unknown): boolean {
  const dialect = schema.$schema === undefined || coerce ? {} : { $schema: schema.$schema }
  return validateAgainstSchema(undefined, { ...dialect, allOf: [schema, false] }, coerce, 0, undefined, bundle)._tag === 'Some'
}

/** In the words of the ajv that Prism has, which does not pass them on. */
function reason(schema: Schema, bundle: unknown): string {
  const require = createRequire(import.meta.resolve('@stoplight/prism-http'))
  const [dialect] = /2019-09|2020-12/.exec(String(schema.$schema)) ?? []
  const { default: Ajv } = require(dialect === undefined ? 'ajv' : `ajv/dist/${dialect.slice(0, 4)}`)
  try {
    new Ajv({ strict: false, allErrors: true, logger: false }).compile({ ...schema, __bundled__: bundle })
  } catch (error) {
    if (error instanceof Error) return error.message
  }
  return 'it does not compile'
}
