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
      const method = (...args: unknown[]) => {
        const [input, options] = (facts.input.kind === 'none' ? [undefined, ...args] : args) as [
          unknown,
          CallOptions | null | undefined,
        ]
        // What cannot be sent rejects the call, as every other failure does.
        const call = async () => {
          let request: Parameters<GeneratedOperation>[0]
          try {
            const { headers, signal, timeout, totalTimeout, retry } = options ?? {}
            const meta: CallMeta = { operation, facts, options: { signal, timeout, totalTimeout, retry } }
            request = { ...toRequestParts(facts.input, input), client, meta, headers: plainHeaders(headers) }
          } catch (error) {
            if (error instanceof MeshConfigError) throw error
            // A getter or a proxy; its error may quote what it guards.
            throw new MeshConfigError(`${operation}: the argument or one of the options cannot be read.`)
          }
          return await start(request)
        }
        // The client resolves to more than the generated contract says; see `HttpClient`.
        return MeshCall.start(call() as Promise<WithResponse<unknown, unknown>>)
      }
      return [operation, method]
    }),
  )
}
