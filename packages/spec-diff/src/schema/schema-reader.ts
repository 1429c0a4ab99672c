import { child, elements, type Located, objectOf } from '../document/located.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { isJsonObject, type JsonObject } from '../json.js'
import { both } from './conjunction.js'
import { readKeywords } from './read-keywords.js'
import { readUnion } from './read-union.js'
import { anything, type Schema, type SchemaRef } from './schema.js'

const nameOfComponent = /^\/(?:components\/schemas|definitions|\$defs)\/([^/]+)$/

/** Reads the schemas of one document, each once. */
export class SchemaReader {
  readonly document: OpenApiDocument
  readonly #schemas = new Map<unknown, Schema>()
  readonly #keys = new Map<unknown, number>()

  constructor(document: OpenApiDocument) {
    this.document = document
  }

  read(ref: SchemaRef): Schema {
    return ref.reduce((schema, located) => both(schema, this.#readOne(located)), anything)
  }

  /** Equal for two refs that name the same raw schemas. */
  keyOf(ref: SchemaRef): string {
    const [only] = ref
    if (only && ref.length === 1) return String(this.#numberOf(only))
    return ref
      .map((located) => this.#numberOf(located))
      .sort((a, b) => a - b)
      .join('&')
  }

  #numberOf(located: Located): number {
    const identity = identityOf(located)
    const known = this.#keys.get(identity)
    if (known !== undefined) return known
    const number = this.#keys.size
    this.#keys.set(identity, number)
    return number
  }

  #readOne(located: Located): Schema {
    const identity = identityOf(located)
    const known = this.#schemas.get(identity)
    if (known) return known
    // A schema that contains itself through `allOf` or `$ref` alone adds nothing to itself.
    this.#schemas.set(identity, anything)
    const schema = this.#readFresh(located)
    this.#schemas.set(identity, schema)
    return schema
  }

  #readFresh(located: Located): Schema {
    if (located.value === false) return { ...anything, parts: [located], never: true }
    if (!isJsonObject(located.value)) return anything
    const reference = located.value['$ref'] ?? located.value['$dynamicRef']
    if (typeof reference !== 'string') return this.#named(located, this.#readPlain(located))
    const target = this.#readOne(this.document.target(located, reference))
    return this.#besides(located, target)
  }

  /** What stands beside a `$ref` counts from 3.1 on. */
  #besides(located: Located, target: Schema): Schema {
    const { $ref, $dynamicRef, ...siblings } = located.value as JsonObject
    if (this.document.isVersion30 || Object.keys(siblings).length === 0) return target
    return both(this.#readPlain({ ...located, value: siblings }), target)
  }

  #readPlain(located: Located): Schema {
    let schema = readKeywords(located, this.document.isVersion30)
    for (const branch of elements(child(located, 'allOf'))) schema = both(schema, this.#readOne(branch))
    for (const kind of ['oneOf', 'anyOf'] as const) {
      const list = child(located, kind)
      if (Array.isArray(list.value) && list.value.length > 0)
        schema = both(
          schema,
          readUnion(list, kind, (ref) => this.#readOne(ref)),
        )
    }
    // Strictly, `nullable` cannot add null to what an `allOf` beside it refuses; who writes that means it, and generators read it so.
    return this.document.isVersion30 && objectOf(located)['nullable'] === true ? orNull(schema) : schema
  }

  #named(located: Located, schema: Schema): Schema {
    const name = nameOfComponent.exec(located.pointer)?.[1]?.replaceAll('~1', '/').replaceAll('~0', '~')
    return name === undefined ? schema : { ...schema, name }
  }
}

function orNull(schema: Schema): Schema {
  return schema.nullability === 'no' ? { ...schema, nullability: 'listed' } : schema
}

/** Objects are told apart by identity; the few schemas that are `true` or `false` by their place. */
function identityOf(located: Located): unknown {
  return isJsonObject(located.value) ? located.value : `${located.file.name}#${located.pointer}`
}
