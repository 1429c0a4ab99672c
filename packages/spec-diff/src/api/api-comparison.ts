import type { OperationName } from '../change.js'
import type { Context } from '../compare/finding.js'
import { SchemaComparison } from '../compare/schema-comparison.js'
import type { PairNode } from '../compare/schema-pair.js'
import { child, type Located } from '../document/located.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { ChangeList, type Entry } from '../report/change-list.js'
import type { SchemaRef } from '../schema/schema.js'

/** Where an operation uses a schema. */
export interface Use {
  readonly operation: OperationName
  /** Such as "response 200". */
  readonly spot: string
  /** Such as "the response body": what is said of the schema itself. */
  readonly subject: string
  /** Such as "the response property": what is said of a part, before its path. */
  readonly part: string
  readonly node: PairNode
}

/** An operation in both documents. */
export interface OperationPair {
  readonly name: OperationName
  readonly old: Located
  readonly new: Located
  readonly oldItem: Located
  readonly newItem: Located
  /** Its path in the old document, whose parameters may have other names. */
  readonly oldPath: string
  /** The server calls: a webhook or a callback. */
  readonly isReversed: boolean
}

/** What the comparison of two documents shares. */
export class ApiComparison {
  readonly old: OpenApiDocument
  readonly new: OpenApiDocument
  readonly schemas: SchemaComparison
  readonly changes: ChangeList = new ChangeList()
  readonly uses: Use[] = []
  readonly #strict: boolean

  constructor(old: OpenApiDocument, next: OpenApiDocument, strict: boolean) {
    this.old = old
    this.new = next
    this.schemas = new SchemaComparison(old, next)
    this.#strict = strict
  }

  context(side: Context['side'], subject: Context['subject'], isReversed: boolean): Context {
    const flow = (side === 'request') === isReversed ? 'received' : 'sent'
    return { side, flow, subject, strict: this.#strict, valuesOnly: false }
  }

  /** Something differs that is no schema. The place is in the new document if it is there. */
  report(entry: Omit<Entry, 'place' | 'document'> & { readonly at: Place }): void {
    const { at, ...rest } = entry
    const place = at.new ?? at.old
    if (place) this.changes.add({ ...rest, place, document: at.new ? 'new' : 'old' })
  }

  /** Both documents say which schema is used at this place of the operation. */
  compareSchemas(use: Omit<Use, 'node'>, old: SchemaRef, next: SchemaRef, context: Context): void {
    this.uses.push({ ...use, node: this.schemas.compare(old, next, context) })
  }

  followOld(located: Located): Located {
    return this.old.follow(located)
  }

  followNew(located: Located): Located {
    return this.new.follow(located)
  }
}

export interface Place {
  readonly old?: Located | undefined
  readonly new?: Located | undefined
}

/** The place of a member of two objects: in the new one if it says it, else in the old one. */
export function placeIn(old: Located, next: Located, key: string): Place {
  const inNew = child(next, key)
  return inNew.value === undefined ? { old: child(old, key) } : { new: inNew }
}
