import type { Level } from '../change.js'
import { child, type Located, objectOf } from '../document/located.js'
import type { Schema, SchemaRef } from '../schema/schema.js'
import { type Context, type Effect, type Finding, levelOf, prefixOf } from './finding.js'

/** What a rule says about a pair of schemas. */
export interface Fact {
  /** What comes after `request-property-` in the id. */
  readonly fact: string
  /** The whole id, where it does not follow that scheme. */
  readonly id?: string
  readonly effect: Effect
  /** What comes after the subject: "may be null now". */
  readonly says: string
  /** Leads from the schema to the part that the fact is about, in the path of a field. */
  readonly label?: string
  /** The keyword that has changed, for the place; or the place itself. */
  readonly keyword?: string
  readonly place?: { readonly old?: Located | undefined; readonly new?: Located | undefined }
  /** Levels that do not follow from the effect. */
  readonly sent?: Level
  readonly received?: Level
}

export type Compatibility = 'same' | 'compatible' | 'breaking'

/** What the comparison of all schemas does for the rules. */
export interface Comparer {
  compare(old: SchemaRef, next: SchemaRef, context: Context): PairNode
  compatibility(old: SchemaRef, next: SchemaRef, context: Context): Compatibility
  readOld(ref: SchemaRef): Schema
  readNew(ref: SchemaRef): Schema
}

export interface PairNode {
  readonly old: SchemaRef
  readonly new: SchemaRef
  readonly context: Context
  readonly findings: Finding[]
  readonly edges: { readonly label: string; readonly node: PairNode }[]
}

/** Two schemas that stand for each other, as the rules see them. */
export class SchemaPair {
  readonly old: Schema
  readonly new: Schema
  readonly oldRef: SchemaRef
  readonly newRef: SchemaRef
  readonly context: Context
  readonly #node: PairNode
  readonly #comparer: Comparer

  constructor(node: PairNode, comparer: Comparer) {
    this.old = comparer.readOld(node.old)
    this.new = comparer.readNew(node.new)
    this.oldRef = node.old
    this.newRef = node.new
    this.context = node.context
    this.#node = node
    this.#comparer = comparer
  }

  get isSent(): boolean {
    return this.context.flow === 'sent'
  }

  /**
   * Both allow values of a type, so that what they say about such values counts. Where the types are as they were, everything counts:
   * who edits a `minLength` of a number means something by it.
   */
  bothAllow(...types: readonly Parameters<Schema['types']['has']>[0][]): boolean {
    const isAsBefore =
      this.old.types.size === this.new.types.size && [...this.old.types].every((type) => this.new.types.has(type))
    if (isAsBefore) return true
    return types.some((type) => this.old.types.has(type)) && types.some((type) => this.new.types.has(type))
  }

  report(fact: Fact): void {
    const own = this.isSent ? fact.sent : fact.received
    const given = fact.place?.new ?? fact.place?.old
    const inNew = fact.place ? fact.place.new : keywordPlace(this.new, fact.keyword)
    const place =
      inNew ??
      given ??
      keywordPlace(this.old, fact.keyword) ??
      this.new.parts[0] ??
      this.newRef[0] ??
      this.old.parts[0] ??
      this.oldRef[0]
    // Two schemas that allow everything and stand nowhere do not differ.
    if (!place) return
    this.#node.findings.push({
      id: fact.id ?? `${prefixOf(this.context)}-${fact.fact}`,
      level: own ?? levelOf(fact.effect, this.context.flow),
      place,
      document: this.#isOld(place, inNew) ? 'old' : 'new',
      label: fact.label ?? '',
      says: fact.says,
    })
  }

  /** Goes on with a part of both schemas. The label leads there from here, in the path of a field. */
  descend(label: string, old: SchemaRef, next: SchemaRef, isProperty = true): void {
    const node = this.#comparer.compare(old, next, isProperty ? this.inside : this.context)
    this.#node.edges.push({ label, node })
  }

  compatibility(old: SchemaRef, next: SchemaRef, context: Context = this.inside): Compatibility {
    return this.#comparer.compatibility(old, next, context)
  }

  /**
   * The effect of a part that is judged as a whole; undefined where nothing has changed. It is judged both ways: to keep tighter bounds
   * is next to nothing in what is received, and not so if it decides which values something else is about.
   */
  effectOf(old: SchemaRef, next: SchemaRef): Effect | undefined {
    const context = { ...this.inside, strict: true, valuesOnly: true }
    const judged = (flow: Context['flow']) => this.compatibility(old, next, { ...context, flow })
    const [sent, received] = [judged('sent'), judged('received')]
    if (sent === 'same' && received === 'same') return undefined
    // What breaks neither way by itself, such as a property that is named, may do both here.
    if ((sent === 'breaking') === (received === 'breaking')) return 'changed'
    return sent === 'breaking' ? 'narrowed' : 'widened'
  }

  readOld(ref: SchemaRef): Schema {
    return this.#comparer.readOld(ref)
  }

  readNew(ref: SchemaRef): Schema {
    return this.#comparer.readNew(ref)
  }

  /** The context of what is inside. */
  get inside(): Context {
    const { subject } = this.context
    if (subject === 'body') return { ...this.context, subject: 'property' }
    return subject === 'parameter' ? { ...this.context, subject: 'parameter-property' } : this.context
  }

  #isOld(place: Located, inNew: Located | undefined): boolean {
    return place !== inNew && !this.new.parts.includes(place) && !this.newRef.includes(place)
  }
}

/** Where a keyword stands: in the first of the parts that says it. */
function keywordPlace(schema: Schema, keyword: string | undefined): Located | undefined {
  if (keyword === undefined) return undefined
  const part = schema.parts.find((located) => keyword in objectOf(located))
  return part && child(part, keyword)
}
