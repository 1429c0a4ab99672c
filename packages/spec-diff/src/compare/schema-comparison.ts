import type { OpenApiDocument } from '../document/open-api-document.js'
import { rules } from '../rules/index.js'
import type { Schema, SchemaRef } from '../schema/schema.js'
import { SchemaReader } from '../schema/schema-reader.js'
import type { Context } from './finding.js'
import { type Comparer, type Compatibility, type PairNode, SchemaPair } from './schema-pair.js'

/** Branches of unions are judged by what is in them, which may be unions again; no document that is meant to be read goes deeper. */
const deepestJudgement = 100

/**
 * Compares the schemas of two documents, each pair once for each context, however many operations use it. The pairs make a graph, with
 * a cycle where schemas contain themselves; a list of pairs to do instead of recursion keeps the stack small.
 */
export class SchemaComparison implements Comparer {
  readonly #old: SchemaReader
  readonly #new: SchemaReader
  readonly #nodes = new Map<string, PairNode>()
  readonly #pending: PairNode[] = []
  readonly #expanded = new Set<PairNode>()
  #depth = 0

  constructor(old: OpenApiDocument, next: OpenApiDocument) {
    this.#old = new SchemaReader(old)
    this.#new = new SchemaReader(next)
  }

  get nodes(): Iterable<PairNode> {
    return this.#nodes.values()
  }

  readOld(ref: SchemaRef): Schema {
    return this.#old.read(ref)
  }

  readNew(ref: SchemaRef): Schema {
    return this.#new.read(ref)
  }

  /** The pair, which is looked at when `finish` is called, or before. */
  compare(old: SchemaRef, next: SchemaRef, context: Context): PairNode {
    const { side, flow, subject, strict, valuesOnly } = context
    const key = `${this.#old.keyOf(old)} ${this.#new.keyOf(next)} ${side} ${flow} ${subject} ${strict} ${valuesOnly}`
    const known = this.#nodes.get(key)
    if (known) return known
    const node: PairNode = { old, new: next, context, findings: [], edges: [] }
    this.#nodes.set(key, node)
    this.#pending.push(node)
    return node
  }

  /** Looks at all pairs that wait. */
  finish(): void {
    for (let node = this.#pending.pop(); node; node = this.#pending.pop()) this.#expand(node)
  }

  /** How the new schema serves those who know the old one. Pairs that are being looked at count as the same. */
  compatibility(old: SchemaRef, next: SchemaRef, context: Context): Compatibility {
    if (this.#depth >= deepestJudgement) return 'breaking'
    this.#depth += 1
    try {
      return this.#judge(old, next, context)
    } finally {
      this.#depth -= 1
    }
  }

  #judge(old: SchemaRef, next: SchemaRef, context: Context): Compatibility {
    let found: Compatibility = 'same'
    const open = [this.compare(old, next, context)]
    const seen = new Set(open)
    for (let node = open.pop(); node; node = open.pop()) {
      this.#expand(node)
      for (const { level } of node.findings) {
        if (level === 'major') return 'breaking'
        if (level === 'minor') found = 'compatible'
      }
      for (const edge of node.edges) {
        if (seen.has(edge.node)) continue
        seen.add(edge.node)
        open.push(edge.node)
      }
    }
    return found
  }

  #expand(node: PairNode): void {
    if (this.#expanded.has(node)) return
    this.#expanded.add(node)
    const pair = new SchemaPair(node, this)
    for (const rule of rules(pair)) rule(pair)
  }
}
