import { $, type DefinePlugin, definePluginConfig, type IR } from '@hey-api/openapi-ts'
import { enumDetailsOf } from './enum-details.ts'
import { inputOf } from './input.ts'
import { resultOf } from './result.ts'
import { secretsOf } from './secrets.ts'

/**
 * Writes `facts.gen.ts`: what the document knows about its operations, schemas, servers and credentials, and the runtime needs.
 * A fact that JSON Schema cannot say stands in an `x-` field of the document.
 */
const handler: DefinePlugin['Handler'] = ({ plugin }) => {
  const facts = new Map<string, Fact>()
  const operations: Record<string, unknown> = {}
  const types = $.type.object()
  const implementations = $.object()
  const environments: Record<string, string> = {}
  const environmentDocs: Record<string, string | undefined> = {}
  const reconnectWhen: unknown[] = []
  const resolve = (ref: string) => plugin.context.resolveIrRef<IR.SchemaObject>(ref)

  plugin.forEach('operation', 'schema', 'server', (event) => {
    if (event.type === 'operation') {
      const { operation } = event
      assertName(operation)
      operations[operation.id] = {
        input: inputOf(operation),
        result: resultOf(operation, resolve),
        secrets: secretsOf(operation, resolve),
        safeToRepeat: operation['x-safe-to-repeat'] === true,
      }
      implementations.prop(
        operation.id,
        $(plugin.referenceSymbol({ category: 'sdk', resource: 'operation', resourceId: operation.id })),
      )
      const reference = (role: 'data' | 'responses') =>
        plugin.referenceSymbol({ category: 'type', resource: 'operation', resourceId: operation.id, role })
      types.prop(operation.id, (prop) =>
        prop.doc(docOf(operation)).type(
          $.type
            .object()
            .prop('data', (p) => p.type(reference('data')))
            .prop('responses', (p) => p.type(reference('responses'))),
        ),
      )
    } else if (event.type === 'schema') {
      const details = enumDetailsOf(event.schema, resolve)
      const name = event.name.charAt(0).toLowerCase() + event.name.slice(1)
      if (details !== undefined) {
        const docs = Object.fromEntries(Object.entries(details).map(([value, facts]) => [value, inWords(facts)]))
        facts.set(`${name}Details`, { value: details, doc: `What is known of each \`${event.name}\`.`, docs })
      }
      const reconnect = event.schema['x-reconnect-when']
      if (Array.isArray(reconnect)) reconnectWhen.push(...reconnect)
    } else if (event.server['x-environment'] !== undefined) {
      const name = String(event.server['x-environment'])
      environments[name] = event.server.url
      environmentDocs[name] = event.server.description
    }
  })

  facts.set('operations', { value: operations, doc: 'Facts of every operation, by operationId.' })
  facts.set('environments', {
    value: environments,
    doc: 'Base URL of each environment: the servers of the document.',
    docs: environmentDocs,
  })
  facts.set('credentialHeaders', { value: credentialHeaders(plugin.context.spec), doc: 'Header that carries each credential.' })
  facts.set('reconnectWhen', { value: reconnectWhen, doc: 'Failures after which the person must connect the account again.' })

  for (const [name, fact] of facts) {
    plugin.node(
      $.const(plugin.symbol(name))
        .export()
        .doc([fact.doc])
        .assign($.as(literalOf(fact), 'const')),
    )
  }
  plugin.node(
    $.const(plugin.symbol('implementations'))
      .export()
      .doc(['Function of every operation, by operationId.'])
      .type($.type('Readonly').generic($.type('Record').generics('string', 'unknown')))
      .assign(implementations),
  )
  plugin.node($.type.alias(plugin.symbol('Operations')).export().doc(['Types of every operation, by operationId.']).type(types))
}

interface Fact {
  value: unknown
  doc: string
  /** Documentation of entries, by their names. */
  docs?: Record<string, string | undefined>
}

const literalOf = ({ value, docs }: Fact) => {
  if (docs === undefined) return $.fromValue(value, { layout: 'pretty' })
  const entries = Object.entries(value as Record<string, unknown>).map(([name, entry]) => {
    const prop = $.prop({ kind: 'prop', name }).value($.fromValue(entry, { layout: 'pretty' }))
    const doc = docs[name]
    return doc === undefined ? prop : prop.doc([doc])
  })
  return $.object(...entries).pretty()
}

const docOf = ({ summary, description }: IR.OperationObject): string[] => [
  // A summary is a title, without a full stop.
  ...[summary?.replace(/\w$/, '$&.'), description].filter((text) => text !== undefined).flatMap((text) => [text, '']),
  '@throws MeshError for every failure, of a class that says what to do',
]

/** `Name: Coinbase. Supported: yes.` for `{ name: 'Coinbase', supported: true }`. */
const inWords = (details: unknown): string =>
  Object.entries(details as Record<string, unknown>)
    .map(
      ([fact, value]) =>
        `${fact.charAt(0).toUpperCase()}${fact.slice(1)}: ${value === true ? 'yes' : value === false ? 'no' : value}.`,
    )
    .join(' ')

/** The generator renames what is no name of a function; the methods and the facts would not find each other. */
const assertName = ({ id, operationId, method, path }: IR.OperationObject): void => {
  const name = operationId ?? ''
  try {
    if (name === id && /^[a-z][a-zA-Z0-9]*$/.test(name)) return void new Function(`const ${name} = 0`)
  } catch {}
  throw new Error(
    `${method.toUpperCase()} ${path}: the operationId "${name}" cannot name a method. Use a word in camelCase that is not reserved.`,
  )
}

/** `{ clientId: 'X-Client-Id' }` for a scheme `ClientId` that is an API key in the header `X-Client-Id`. */
const credentialHeaders = (spec: unknown): Record<string, string> => {
  const { components } = spec as {
    components?: { securitySchemes?: Record<string, { type: string; in?: string; name?: string }> }
  }
  const schemes = Object.entries(components?.securitySchemes ?? {})
  return Object.fromEntries(
    schemes.map(([key, scheme]) => {
      if (scheme.type !== 'apiKey' || scheme.in !== 'header' || scheme.name === undefined) {
        throw new Error(
          `Security scheme ${key} is not an API key in a header; the runtime of the client sends no other kind yet.`,
        )
      }
      return [key.charAt(0).toLowerCase() + key.slice(1), scheme.name]
    }),
  )
}

export const factsPlugin = definePluginConfig<DefinePlugin['Types']>({
  name: 'facts',
  config: {},
  dependencies: ['@hey-api/typescript', '@hey-api/sdk'],
  handler,
})
