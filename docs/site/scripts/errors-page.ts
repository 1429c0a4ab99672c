import { document } from '../../../openapi/dist/document.js'
import * as client from '../../../packages/client/dist/index.js'
import { contractOf } from '../../../packages/client/test/support/contract.ts'
import { createMockFetch, type MockFetch } from '../../../packages/mock-server/dist/index.js'
import { page, plain, table } from './markdown.ts'
import type { Types } from './types.ts'

type ErrorClass = typeof client.MeshError & { readonly advice?: string }

/** How to meet an error, and the error that was met when this page was made. */
interface Met {
  how: string
  error: client.MeshError
}

/** Every error class with its docstring, its advice, and real messages: each scenario and some faults go through the client. */
export async function errorsPage(types: Types): Promise<string> {
  const met = [...(await meetScenarios()), ...(await meetFaults())]
  const classes = Object.entries<unknown>(client).filter((entry): entry is [string, ErrorClass] => isErrorClass(entry[1]))
  const parts = classes
    .sort(([, first], [, second]) => depthOf(first) - depthOf(second))
    .map(([name, errorClass]) =>
      part(
        name,
        errorClass,
        types.summaryOf(name),
        met.filter(({ error }) => error.constructor === errorClass),
      ),
    )
  return page(
    '# Errors',
    'Every class that a call can reject with. The messages were written by the client when this page was made; how to handle them is told in the [guide](../guides/errors.md).',
    ...parts,
  )
}

function part(name: string, errorClass: ErrorClass, summary: string, met: readonly Met[]): string {
  const base = baseOf(errorClass)
  const advice = errorClass.advice ? `**What to do:** ${errorClass.advice}` : ''
  const anchor = errorClass.prototype.name.toLowerCase()
  return page(
    // An error leads here by its name, which is not always that of its class.
    `## ${name} {#${anchor}}`,
    anchor === name.toLowerCase() ? '' : `<a id="${name.toLowerCase()}"></a>`,
    plain(summary),
    advice,
    base === undefined
      ? ''
      : `Extends [${base.name}](#${base.prototype.name.toLowerCase()}). Fields: [TypeScript](./api/@mesh-balance/client.md#${name.toLowerCase()}).`,
    met.length === 0
      ? ''
      : table(
          ['meet it with', 'HTTP status'],
          met.map(({ how, error }) => [how, 'httpStatus' in error ? String(error.httpStatus) : '–']),
        ),
    // Of the width that there is.
    met[0] === undefined ? '' : `> \`${met[0].error.name}: ${met[0].error.message}\``,
  ).trim()
}

function isErrorClass(value: unknown): value is ErrorClass {
  return value === client.MeshError || Object.prototype.isPrototypeOf.call(client.MeshError, Object(value))
}

function baseOf(errorClass: ErrorClass): ErrorClass | undefined {
  const base: unknown = Object.getPrototypeOf(errorClass)
  return isErrorClass(base) ? base : undefined
}

function depthOf(errorClass: ErrorClass): number {
  const base = baseOf(errorClass)
  return base === undefined ? 0 : 1 + depthOf(base)
}

async function meetScenarios(): Promise<Met[]> {
  const fetch = await createMockFetch()
  const mesh = clientWith(fetch)
  const met: Met[] = []
  for (const { operationId, scenario, args } of contractOf(document)) {
    fetch.use(scenario)
    const error = await failureOf(() => methodOf(mesh, operationId)(...args))
    if (error !== undefined) met.push({ how: `scenario [\`${scenario}\`](./http.md#${scenario})`, error })
  }
  return met
}

async function meetFaults(): Promise<Met[]> {
  const [{ operationId, args } = { operationId: '', args: [] }] = contractOf(document)
  const withFault = async (fault: string, options: client.MeshClientOptions = {}): Promise<Met[]> => {
    const error = await failureOf(async () =>
      methodOf(clientWith(await createMockFetch({ fault }), options), operationId)(...args),
    )
    return error === undefined ? [] : [{ how: `fault \`${fault}\``, error }]
  }
  const aborted = await failureOf(async () =>
    methodOf(clientWith(await createMockFetch()), operationId)(args[0], { signal: AbortSignal.abort() }),
  )
  const misconfigured = await failureOf(async () => client.createMeshClient({ clientId: '', clientSecret: '' }))
  return [
    ...(await withFault('reset')),
    ...(await withFault('truncate')),
    ...(await withFault('stall', { timeout: 50 })),
    ...(aborted === undefined ? [] : [{ how: 'a `signal` that is aborted', error: aborted }]),
    ...(misconfigured === undefined ? [] : [{ how: 'no `clientId`', error: misconfigured }]),
  ]
}

function clientWith(fetch: MockFetch, options: client.MeshClientOptions = {}): client.MeshClient {
  return client.createMeshClient({ clientId: 'any', clientSecret: 'any', fetch, retry: false, ...options })
}

function methodOf(mesh: client.MeshClient, operationId: string): (...args: unknown[]) => Promise<unknown> {
  return (mesh as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[operationId] ?? (() => Promise.resolve())
}

async function failureOf(call: () => Promise<unknown>): Promise<client.MeshError | undefined> {
  return call().then(
    () => undefined,
    (error: unknown) => {
      if (client.isMeshError(error)) return error
      throw error
    },
  )
}
