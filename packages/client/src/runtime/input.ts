import { MeshConfigError } from './errors/mesh-config-error.js'

/** How the first argument of a method is made up, from the facts of its operation. */
export type InputShape =
  | 'none'
  | 'body'
  | 'parts'
  /** The place of each parameter. */
  | Readonly<Record<string, 'path' | 'query'>>

/** Parts of a request, as the generated operations take them. */
export interface RequestParts {
  body?: unknown
  path?: Record<string, unknown>
  query?: Record<string, unknown>
}

/**
 * Sorts the first argument of a method into the parts of the request.
 *
 * @throws MeshConfigError for a parameter that the operation does not have
 */
export const toRequestParts = (shape: InputShape, input: unknown): RequestParts => {
  if (shape === 'none') return {}
  if (shape === 'body') return { body: input }
  if (shape === 'parts') return input as RequestParts
  const parts: Record<'path' | 'query', Record<string, unknown>> = { path: {}, query: {} }
  for (const [name, value] of Object.entries(input ?? {})) {
    const place = Object.hasOwn(shape, name) && shape[name]
    if (!place) throw new MeshConfigError(`There is no parameter ${name}; there are ${Object.keys(shape).join(', ')}.`)
    parts[place][name] = value
  }
  return parts
}

type Part<Data, Name> = Name extends keyof Data ? NonNullable<Data[Name]> : never
type Flat<Type> = { [Key in keyof Type]: Type[Key] }
/** The parts that the operation has; the generator types the others as `never`. */
type Present<Data> = {
  [Name in keyof Data as Name extends 'body' | 'path' | 'query'
    ? [Part<Data, Name>] extends [never]
      ? never
      : Name
    : never]: Data[Name]
}
/** Parameters as an intersection, to which a part that is missing adds nothing. */
type Parameters<Data, Name> = [Part<Data, Name>] extends [never] ? unknown : Part<Data, Name>
type OptionalKeys<Type> = { [Key in keyof Type]-?: object extends Pick<Type, Key> ? Key : never }[keyof Type]

/**
 * The first argument of a method: the body of an operation that has only a body; the parameters, under their own names, of one that
 * has only path or query parameters; `{ body, path, query }` where it has both; `never` where it has neither.
 */
export type Input<Data> = [keyof Present<Data>] extends [never]
  ? never
  : [keyof Present<Data>] extends ['body']
    ? Part<Data, 'body'>
    : 'body' extends keyof Present<Data>
      ? Flat<Present<Data>>
      : Flat<Parameters<Data, 'path'> & Parameters<Data, 'query'>>

/** Whether the first argument may be left out, because everything in it is optional. */
export type InputIsOptional<Data> = [Exclude<keyof Present<Data>, OptionalKeys<Data>>] extends [never] ? true : false
