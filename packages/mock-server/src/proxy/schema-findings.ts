import { isJsonObject, type JsonObject, objectAt } from '../document/json-object.js'
import type { Finding } from './finding.js'

/** What Prism says of a schema that does not hold. */
export interface Diagnostic {
  readonly message: string
  readonly severity: number
  readonly code?: string | number
  readonly path?: string[]
}

/** Names of the properties that the document describes, anywhere in it. Other names come from what was sent. */
export function propertyNames(root: JsonObject): Set<string> {
  const names = new Set<string>()
  const seen = new Set<unknown>()
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return
    seen.add(node)
    if (isJsonObject(node)) for (const name of Object.keys(objectAt(node, 'properties'))) names.add(name)
    for (const child of Object.values(node)) look(child)
  }
  look(root)
  return names
}

/** One finding for each place and rule. */
export function schemaFindings(diagnostics: readonly Diagnostic[], body: unknown, names: ReadonlySet<string>): Finding[] {
  const findings = new Map<string, Finding>()
  for (const diagnostic of mostSpecific(diagnostics.filter(({ severity }) => severity === 0))) {
    const location = locationOf(diagnostic, body, names)
    const code = String(diagnostic.code ?? 'unchecked')
    const key = JSON.stringify([location, code])
    const message = messageOf(diagnostic)
    const earlier = findings.get(key)?.message ?? message
    findings.set(key, { location, code, message: earlier.split('; ').includes(message) ? earlier : `${earlier}; ${message}` })
  }
  return [...findings.values()]
}

const combinations: readonly unknown[] = ['oneOf', 'anyOf']
const summaries: readonly unknown[] = [...combinations, 'if']
const values: readonly unknown[] = ['enum', 'const']
const wholes: readonly unknown[] = ['type', ...values]

/**
 * A value that fits no branch of a `oneOf` is told of once for each branch, and once for the `oneOf`. Where a branch was meant, because something
 * inside the value is wrong for it, the others have nothing to say: that the balance of a wrong amount is not null, either.
 */
function mostSpecific(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const placed = diagnostics.map((diagnostic) => ({ diagnostic, place: JSON.stringify(diagnostic.path ?? []).slice(0, -1) }))
  const isInside = (inner: string, outer: string) => inner.startsWith(`${outer},`)
  return placed
    .filter(({ diagnostic, place }) => {
      const branches = placed.filter((other) => !summaries.includes(other.diagnostic.code))
      if (summaries.includes(diagnostic.code)) {
        return !branches.some((other) => other.place === place || isInside(other.place, place))
      }
      // What has the wrong type cannot be one of the allowed values.
      if (
        values.includes(diagnostic.code) &&
        branches.some((other) => other.place === place && other.diagnostic.code === 'type')
      ) {
        return false
      }
      const isBranch = placed.some((other) => other.place === place && combinations.includes(other.diagnostic.code))
      return !(isBranch && wholes.includes(diagnostic.code) && branches.some((other) => isInside(other.place, place)))
    })
    .map(({ diagnostic }) => diagnostic)
}

function locationOf({ code, message, path = [] }: Diagnostic, body: unknown, names: ReadonlySet<string>): string[] {
  const [part = 'body', ...pointer] = path
  let node = part === 'body' ? body : undefined
  const places = pointer.map((token, index) => {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    const isKnown = Array.isArray(node) || names.has(key) || (part !== 'body' && index === 0)
    node = typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined
    return isKnown ? key : '*'
  })
  const missing = code === 'required' ? /'(.*)'$/s.exec(message)?.[1] : undefined
  return [part, ...places, ...(missing === undefined ? [] : [missing])]
}

/** Prism writes the path into the message, and now and then what it has found there. */
function messageOf({ code, message, path = [] }: Diagnostic): string {
  if (typeof code !== 'string') return message
  if (code === 'required') return 'is missing'
  if (code === 'enum') return 'must be equal to one of the allowed values'
  const [part = '', ...pointer] = path
  const place = pointer.length === 0 ? '' : `${part === 'body' ? 'property' : 'parameter'} ${pointer.join('.').trim()} `
  const rule = ['Request', 'Response'].map((side) => `${side} ${part} ${place}`).find((start) => message.startsWith(start))
  if (rule === undefined) return `breaks the rule "${code}"`
  const plain = message.slice(rule.length)
  if (code === 'additionalProperties') return plain.replace(/; found '.*'$/s, '')
  if (code === 'unevaluatedProperties') return plain.replace(/: '.*'$/s, '')
  return plain
}
