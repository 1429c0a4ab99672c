import type { Config } from './config/config.js'
import { MeshConfigError } from './errors/mesh-config-error.js'
import type { Exact } from './exact.js'
import { type CallMeta, createHttpClient, type HttpClient } from './http-client.js'
import { type Input, type InputIsOptional, toRequestParts } from './input.js'
import { MeshCall, type WithResponse } from './mesh-call.js'
import type { OperationFacts } from './operation-facts.js'
import type { CallOptions, Numbers } from './options.js'

/** Generated types of an operation. */
interface OperationTypes {
  data: unknown
  responses: unknown
}

type Answer<Types extends OperationTypes, N extends Numbers> = N extends 'exact'
  ? Exact<Types['responses'][keyof Types['responses']]>
  : Types['responses'][keyof Types['responses']]
type Content<Envelope> = Envelope extends { content?: infer Type } ? NonNullable<Type> : Envelope
type Result<Facts, Envelope> = Facts extends { result: 'content' } ? Content<Envelope> : Envelope

/** A method of the client, from the types and the facts of its operation. */
export type Method<Types extends OperationTypes, Facts, N extends Numbers> = Signature<
  Types['data'],
  Answer<Types, N>,
  Result<Facts, Answer<Types, N>>
>

// What it returns is written out where it is, because an editor shows the name of an alias in place of what it stands for.
type Signature<Data, Envelope, Content> = [Input<Data>] extends [never]
  ? (...options: Options<Data>) => MeshCall<Content, Envelope>
  : [InputIsOptional<Data>, HeadersAreOptional<Data>] extends [true, true]
    ? (input?: Input<Data>, options?: CallOptions) => MeshCall<Content, Envelope>
    : (input: Input<Data>, ...options: Options<Data>) => MeshCall<Content, Envelope>

/** The header parameters of an operation stand in the options, under `headers`. */
type Options<Data> = Data extends { headers: infer Headers }
  ? [options: CallOptions & { headers: Headers }]
  : Data extends { headers?: infer Headers }
    ? [options?: Omit<CallOptions, 'headers'> & { headers?: (Headers & Record<string, string>) | CallOptions['headers'] }]
    : [options?: CallOptions]
type HeadersAreOptional<Data> = Data extends { headers: unknown } ? false : true

type GeneratedOperation = (options: { client: HttpClient; meta: CallMeta; headers: Record<string, string> }) => Promise<unknown>

/** The generated operations spread headers, and a `Headers` has nothing to spread. */
const plainHeaders = (headers: CallOptions['headers']): Record<string, string> =>
  typeof headers?.entries === 'function'
    ? Object.fromEntries(headers.entries())
    : { ...(headers as Record<string, string> | undefined) }

/** Makes a method of every generated operation; all of them share one client and its credentials. */
export const createMethods = (
  generated: Readonly<Record<string, unknown>>,
  operations: Readonly<Record<string, OperationFacts>>,
  config: Config,
): Record<string, unknown> => {
  const client = createHttpClient(config)
  return Object.fromEntries(
    Object.entries(operations).map(([operation, facts]) => {
      const start = generated[operation] as GeneratedOperation
      const method = (first: unknown, second: unknown) => {
        const options = (facts.input === 'none' ? first : second) as CallOptions | null | undefined
        try {
          const meta: CallMeta = { operation, facts, options: options ?? {} }
          const request = { ...toRequestParts(facts.input, first), client, meta, headers: plainHeaders(meta.options.headers) }
          // The client resolves to more than the generated contract says; see `HttpClient`.
          return MeshCall.start(start(request) as Promise<WithResponse<unknown, unknown>>)
        } catch (error) {
          // What cannot be sent rejects the call, as every other failure does.
          return MeshCall.start(Promise.reject(unsent(operation, error)))
        }
      }
      return [operation, method]
    }),
  )
}

/** What a getter or a proxy throws may quote what it guards. */
const unsent = (operation: string, error: unknown): MeshConfigError =>
  error instanceof MeshConfigError
    ? error
    : new MeshConfigError(`${operation}: the argument or one of the options cannot be read.`)
