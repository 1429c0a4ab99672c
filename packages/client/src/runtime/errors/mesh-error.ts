/** The same symbol in every copy of the package and in every realm. */
const brand = Symbol.for('@mesh-balance/client/MeshError')

/** Has a section for each class, with the name of its errors in lower case. */
const PAGE = 'https://mesh-balance.github.io/mesh-balance/reference/errors'

/**
 * Base of every error that this package throws or rejects with. As such: a middleware failed, or something else that the client was given;
 * `cause` says how.
 *
 * `instanceof` looks at names and not at class objects, so that it also holds for errors of another copy of the package (two
 * versions in one process) and of another realm (a worker, a `vm` context).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#mesherror
 */
export class MeshError extends Error {
  /** Name of the class. A literal, so that it survives minifiers; a getter, so that an error does not carry it as a field. */
  override get name(): string {
    return 'MeshError'
  }

  /** URL of the page that explains errors of this class: what to do, and how to meet one in a test. */
  get docs(): string {
    return `${PAGE}#${this.name.toLowerCase()}`
  }

  get [brand](): true {
    return true
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass made by an application has no name of its own and is told by its class object.
    return Object.hasOwn(this.prototype, 'name') ? hasAncestor(value, this.prototype.name) : super[Symbol.hasInstance](value)
  }

  /** What a log may show: the name, the message, the fields of the error and the URL of its page; never headers, bodies or stacks. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), name: this.name, message: this.message, docs: this.docs }
  }
}

const hasAncestor = (value: unknown, name: string): boolean => {
  // Nothing else is looked at: reading `name` of a foreign prototype may throw, as that of DOMException does.
  if (typeof value !== 'object' || value === null || !(brand in value)) return false
  for (let prototype = Object.getPrototypeOf(value); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if (Object.hasOwn(prototype, 'name') && prototype.name === name) return true
    if (Object.hasOwn(prototype, brand)) return false
  }
  return false
}

/** Whether `value` is an error of this package, of whichever copy or realm. */
export const isMeshError = (value: unknown): value is MeshError => value instanceof MeshError
