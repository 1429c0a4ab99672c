import { isJsonObject, type JsonObject, objectAt, textAt } from './json-object.js'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

export interface DocumentOperation {
  /** `operationId`, or method and path where the document gives none. */
  readonly id: string
  /** In lower case, as in the document. */
  readonly method: string
  readonly path: string
  readonly pathItem: JsonObject
  readonly definition: JsonObject
  /** By key: a status, a range like `4XX`, or `default`. */
  readonly responses: JsonObject
}

/** A node that says where it is instead of what it is. */
export function isReference(node: unknown): node is { $ref: string } {
  return isJsonObject(node) && typeof node['$ref'] === 'string'
}

/** An OpenAPI document whose references all point inside it. */
export class OpenApiDocument {
  readonly root: JsonObject

  constructor(root: JsonObject) {
    this.root = root
  }

  /** Follows `$ref` until there is an object without one. */
  resolve(node: unknown): JsonObject {
    const seen = new Set<unknown>()
    let current = node
    while (isReference(current) && !seen.has(current)) {
      seen.add(current)
      current = this.#at(current.$ref)
    }
    return isJsonObject(current) ? current : {}
  }

  get operations(): DocumentOperation[] {
    return withoutExtensions(objectAt(this.root, 'paths')).flatMap(([path, item]) => {
      const pathItem = this.resolve(item)
      return methods.flatMap((method) => {
        const definition = pathItem[method]
        if (!isJsonObject(definition)) return []
        const id = textAt(definition, 'operationId') ?? `${method.toUpperCase()} ${path}`
        const responses = Object.fromEntries(withoutExtensions(objectAt(definition, 'responses')))
        return [{ id, method, path, pathItem, definition, responses }]
      })
    })
  }

  #at(reference: string): unknown {
    if (!reference.startsWith('#')) return undefined
    return reference
      .slice(1)
      .split('/')
      .slice(1)
      .map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>(
        (node, token) => (typeof node === 'object' && node !== null ? Reflect.get(node, token) : undefined),
        this.root,
      )
  }
}

function withoutExtensions(node: JsonObject): [string, unknown][] {
  return Object.entries(node).filter(([key]) => !key.startsWith('x-'))
}
