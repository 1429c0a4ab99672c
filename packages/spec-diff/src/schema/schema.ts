import type { Located } from '../document/located.js'

/** A schema that is not looked at yet: the places that must all hold. None is the schema that allows everything. */
export type SchemaRef = readonly Located[]

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array'

export const allTypes: readonly JsonType[] = ['string', 'number', 'boolean', 'object', 'array']

/** `listed`: null is a type, and among the values if there are any. `declared`: null is a type, and the values leave it out. */
export type Nullability = 'no' | 'declared' | 'listed'

export const boundNames = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const
export type BoundName = (typeof boundNames)[number]

/** One `oneOf` or `anyOf`, without its null branch. */
export interface Union {
  readonly kind: 'oneOf' | 'anyOf'
  readonly branches: readonly Branch[]
}

export interface Branch {
  readonly ref: SchemaRef
  /** Name of the component that the branch refers to. */
  readonly name: string | undefined
}

export interface Discriminator {
  readonly propertyName: string
  /** Value to the reference or the name that the document gives. */
  readonly mapping: ReadonlyMap<string, string>
}

export interface Conditional {
  readonly condition: SchemaRef
  readonly whenTrue: SchemaRef | undefined
  readonly whenFalse: SchemaRef | undefined
}

export interface Contains {
  readonly schema: SchemaRef
  readonly min: number
  readonly max: number | undefined
}

/** `undefined` is not said, which allows all; `true` and `false` are said. */
export type Additional = SchemaRef | boolean | undefined

/**
 * What a schema demands, in one notation for 3.0 and 3.1: `allOf` and what stands around it are one conjunction, `nullable` and type
 * lists are types, `const` is a list of one value, and a union of bare types is a list of types.
 */
export interface Schema {
  /** The raw schemas that were put together, the outermost first. Never empty, but for the schema that allows everything. */
  readonly parts: readonly Located[]
  /** Name of the component that this is, if it is one and nothing is added to it. */
  readonly name: string | undefined
  /** Nothing is allowed: the schema `false`. */
  readonly never: boolean
  readonly types: ReadonlySet<JsonType>
  /** The types that the branches of unions offer, of which those that are not among `types` are refused by what stands around. */
  readonly offeredTypes: ReadonlySet<JsonType>
  /** The types come from a union of bare types. */
  readonly typesFromUnion: boolean
  readonly nullability: Nullability
  readonly format: string | undefined
  /** Allowed values but null, as canonical JSON. */
  readonly values: ReadonlyMap<string, unknown> | undefined
  readonly isConst: boolean
  readonly extensibleValues: ReadonlyMap<string, unknown> | undefined
  readonly bounds: Readonly<Partial<Record<BoundName, number>>>
  readonly multipleOf: readonly number[]
  readonly patterns: readonly string[]
  readonly uniqueItems: boolean
  readonly properties: ReadonlyMap<string, SchemaRef>
  readonly required: ReadonlySet<string>
  readonly additional: Additional
  readonly patternProperties: ReadonlyMap<string, SchemaRef>
  readonly propertyNames: SchemaRef | undefined
  readonly unevaluatedProperties: Additional
  readonly unevaluatedItems: Additional
  readonly items: SchemaRef | undefined
  readonly prefixItems: readonly SchemaRef[]
  readonly contains: readonly Contains[]
  readonly unions: readonly Union[]
  readonly nots: readonly SchemaRef[]
  readonly conditionals: readonly Conditional[]
  readonly dependentRequired: ReadonlyMap<string, ReadonlySet<string>>
  readonly dependentSchemas: ReadonlyMap<string, SchemaRef>
  readonly discriminator: Discriminator | undefined
  readonly contentMediaType: string | undefined
  readonly contentEncoding: string | undefined
  readonly contentSchema: SchemaRef | undefined
  /** Canonical JSON of the default; undefined where there is none. */
  readonly default: string | undefined
  readonly readOnly: boolean
  readonly writeOnly: boolean
  readonly deprecated: boolean
  /** Extensions by name, and `xml`, which is as much a matter of the notation. */
  readonly extensions: ReadonlyMap<string, unknown>
  readonly documentation: readonly string[]
  readonly examples: readonly string[]
}

export const anything: Schema = {
  parts: [],
  name: undefined,
  never: false,
  types: new Set(allTypes),
  offeredTypes: new Set(),
  typesFromUnion: false,
  nullability: 'listed',
  format: undefined,
  values: undefined,
  isConst: false,
  extensibleValues: undefined,
  bounds: {},
  multipleOf: [],
  patterns: [],
  uniqueItems: false,
  properties: new Map(),
  required: new Set(),
  additional: undefined,
  patternProperties: new Map(),
  propertyNames: undefined,
  unevaluatedProperties: undefined,
  unevaluatedItems: undefined,
  items: undefined,
  prefixItems: [],
  contains: [],
  unions: [],
  nots: [],
  conditionals: [],
  dependentRequired: new Map(),
  dependentSchemas: new Map(),
  discriminator: undefined,
  contentMediaType: undefined,
  contentEncoding: undefined,
  contentSchema: undefined,
  default: undefined,
  readOnly: false,
  writeOnly: false,
  deprecated: false,
  extensions: new Map(),
  documentation: [],
  examples: [],
}

export function allowsEveryType(schema: Schema): boolean {
  return allTypes.every((type) => schema.types.has(type))
}
