import { MockServerError } from '../mock-server-error.js'
import { isJsonObject, objectAt } from './json-object.js'
import { isReference, type OpenApiDocument } from './open-api-document.js'

/** More than any document needs, and less than what reads it bears. */
const maxDepth = 250

/**
 * What follows walks the document by recursion, which must end.
 * @throws MockServerError `invalid-document`
 */
export function checkNesting(root: unknown, name: string): void {
  const open = new Set<object>()
  const heights = new Map<object, number>()

  function heightOf(node: unknown, place: string): number {
    if (typeof node !== 'object' || node === null) return 0
    if (open.has(node)) throw invalid(`${name} contains itself at ${place}. Refer to what repeats with "$ref".`)
    if (open.size >= maxDepth) throw tooDeep(name)
    // An alias of YAML may stand in many places.
    const known = heights.get(node)
    if (known !== undefined) return known
    open.add(node)
    let height = 0
    for (const [key, child] of Object.entries(node)) height = Math.max(height, heightOf(child, pointer(place, key)))
    open.delete(node)
    heights.set(node, height + 1)
    return height + 1
  }

  if (heightOf(root, '#') > maxDepth) throw tooDeep(name)
}

export function tooDeep(name: string): MockServerError {
  return invalid(`${name} is nested more than ${maxDepth} levels deep. Move parts to "components" and refer to them.`)
}

/**
 * Refuses what Prism would serve otherwise than it is written, without a word.
 * @throws MockServerError `invalid-document`
 */
export function checkDocument(document: OpenApiDocument, name: string): void {
  checkReferences(document, name)
  checkSecurity(document, document.root['security'], `${name}, #/security`)
  for (const { method, path, definition, responses } of document.operations) {
    const place = `${name}, ${method.toUpperCase()} ${path}`
    if (!path.startsWith('/')) throw invalid(`${place}: the path does not begin with a slash. Write "/${path}".`)
    checkSecurity(document, definition['security'], `${place}, "security"`)
    const keys = Object.keys(responses)
    if (keys.length === 0) throw invalid(`${place}: there are no responses. Describe at least one under "responses".`)
    const unknown = keys.find((key) => !/^([2-5](\d\d|XX)|default)$/.test(key))
    if (unknown !== undefined) {
      throw invalid(
        `${place}: the response key "${unknown}" cannot be answered with. Write a status from 200 to 599, a range from 2XX to 5XX, or default.`,
      )
    }
  }
}

/** The parser has seen that each reference leads somewhere, but not that it leads to more than references. */
function checkReferences(document: OpenApiDocument, name: string): void {
  const seen = new Set<unknown>()
  function check(node: unknown, place: string): void {
    if (typeof node !== 'object' || node === null || seen.has(node)) return
    seen.add(node)
    if (isReference(node) && isReference(document.resolve(node))) {
      throw invalid(`${name}, ${place}: the $ref "${node.$ref}" leads back to itself. Let it lead to what it should stand for.`)
    }
    for (const [key, child] of Object.entries(node)) check(child, pointer(place, key))
  }
  check(document.root, '#')
}

function checkSecurity(document: OpenApiDocument, security: unknown, place: string): void {
  if (security === undefined) return
  if (!Array.isArray(security) || !security.every(isJsonObject)) {
    throw invalid(`${place}: it is not a list of objects. Write it as such, for example [{ ApiKey: [] }].`)
  }
  const schemes = objectAt(objectAt(document.root, 'components'), 'securitySchemes')
  for (const scheme of security.flatMap((requirement) => Object.keys(requirement))) {
    const { type } = document.resolve(schemes[scheme])
    if (!['apiKey', 'http', 'mutualTLS', 'oauth2', 'openIdConnect'].includes(String(type))) {
      throw invalid(
        `${place}: there is no security scheme "${scheme}" of a known type. Describe it under #/components/securitySchemes.`,
      )
    }
  }
}

function pointer(parent: string, key: string): string {
  return `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function invalid(message: string): MockServerError {
  return new MockServerError('invalid-document', message)
}
