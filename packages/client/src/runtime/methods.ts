import type { CallOptions } from './call-options.js'
import { type Config, milliseconds } from './config.js'
import { type CallMeta, createHttpClient, type HttpClient } from './http-client.js'
import { type Input, type InputIsOptional, type InputShape, toRequestParts } from './input.js'
import { MeshCall, type WithResponse } from './mesh-call.js'

/** What the document knows of an operation. */
export interface OperationFacts {
  readonly input: InputShape
  readonly result: 'content' | 'envelope' | 'body'
  readonly secrets: readonly string[]
  readonly safeToRepeat: boolean
}

/** Generated types of an operation. */
interface OperationTypes {
  data: unknown
  responses: unknown
}

type Success<Types extends OperationTypes> = Types['responses'][keyof Types['responses']]
type Content<Envelope> = Envelope extends { content?: infer Type } ? NonNullable<Type> : Envelope
type Result<Types extends OperationTypes, Facts> = Facts extends { result: 'content' } ? Content<Success<Types>> : Success<Types>

/** A method of the client, from the types and the facts of its operation. */
export type Method<Types extends OperationTypes, Facts> = [Input<Types['data']>] extends [never]
  ? (options?: CallOptions) => MeshCall<Result<Types, Facts>, Success<Types>>
  : InputIsOptional<Types['data']> extends true
    ? (input?: Input<Types['data']>, options?: CallOptions) => MeshCall<Result<Types, Facts>, Success<Types>>
    : (input: Input<Types['data']>, options?: CallOptions) => MeshCall<Result<Types, Facts>, Success<Types>>

type GeneratedOperation = (options: { client: HttpClient; meta: CallMeta; headers: Record<string, string> }) => Promise<unknown>

/** Makes a method of every generated operation; all of them share one client and its credentials. */
export const createMethods = (
  generated: Readonly<Record<string, unknown>>,
  facts: Readonly<Record<string, OperationFacts>>,
  config: Config,
): Record<string, unknown> => {
  const client = createHttpClient(config)
  return Object.fromEntries(
    Object.entries(facts).map(([operation, { input: shape, result, secrets }]) => {
      const start = generated[operation] as GeneratedOperation
      const method = (...args: unknown[]) => {
        const [input, options = {}] = (shape.kind === 'none' ? [undefined, ...args] : args) as [unknown, CallOptions?]
        const call = async () => {
          const parts = toRequestParts(shape, input)
          const meta: CallMeta = {
            operation,
            result,
            secrets: [config.clientSecret, ...secretValues(parts.body, secrets)],
            signal: options.signal,
            timeout: options.timeout === undefined ? config.timeout : milliseconds('timeout', options.timeout),
          }
          // The client resolves to more than the generated contract says; see `HttpClient`.
          return (await start({ ...parts, client, meta, headers: options.headers ?? {} })) as WithResponse<unknown, unknown>
        }
        return MeshCall.start(call())
      }
      return [operation, method]
    }),
  )
}

const secretValues = (body: unknown, names: readonly string[]): string[] =>
  names.map((name) => (body as Record<string, unknown> | undefined)?.[name]).filter((value) => typeof value === 'string')
