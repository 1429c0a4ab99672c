import type { PairNode } from '../compare/schema-pair.js'
import type { Located } from '../document/located.js'
import type { ApiComparison, Use } from './api-comparison.js'

/**
 * Turns what was found in pairs of schemas into changes of the operations that use them, and gives the pairs that some operation uses.
 */
export function reportSchemaUses(api: ApiComparison): Set<PairNode> {
  const used = reachable(api.uses.map((use) => use.node))
  const walk = new FindingWalk(used)
  for (const use of api.uses) walk.visit(use.node, (node, path) => reportFindings(api, use, node, path))
  return used
}

function reachable(from: readonly PairNode[]): Set<PairNode> {
  const found = new Set(from)
  for (const node of found) for (const edge of node.edges) found.add(edge.node)
  return found
}

interface Edge {
  readonly label: string
  readonly to: number
}

/**
 * Walks from a pair to all findings below it, by the shortest path. In a large document every operation may reach every schema, so the
 * walk goes only where findings are, and over numbers: this is where the time of a comparison goes.
 */
class FindingWalk {
  readonly #nodes: readonly PairNode[]
  readonly #numbers: ReadonlyMap<PairNode, number>
  readonly #edges: readonly (readonly Edge[])[]
  /** The last visit that came by, for each node. */
  readonly #visits: Int32Array
  /** The node before, and the label of the edge from there, for the visit under way. */
  readonly #before: Int32Array
  readonly #labels: string[]
  #visit = 0

  constructor(used: ReadonlySet<PairNode>) {
    this.#nodes = [...leadingToFindings(used)]
    this.#numbers = new Map(this.#nodes.map((node, index) => [node, index]))
    this.#edges = this.#nodes.map((node) =>
      node.edges.flatMap((edge) => {
        const to = this.#numbers.get(edge.node)
        return to === undefined ? [] : [{ label: edge.label, to }]
      }),
    )
    this.#visits = new Int32Array(this.#nodes.length)
    this.#before = new Int32Array(this.#nodes.length)
    this.#labels = new Array<string>(this.#nodes.length).fill('')
  }

  visit(from: PairNode, found: (node: PairNode, path: string) => void): void {
    const start = this.#numbers.get(from)
    if (start === undefined) return
    this.#visit += 1
    this.#reach(start, -1, '')
    const open = [start]
    // The list grows while it is walked, which makes it a queue.
    for (const number of open) {
      const node = this.#nodes[number]
      if (node && node.findings.length > 0) found(node, this.#pathTo(number))
      for (const { label, to } of this.#edges[number] ?? []) {
        if (this.#visits[to] === this.#visit) continue
        this.#reach(to, number, label)
        open.push(to)
      }
    }
  }

  #reach(number: number, before: number, label: string): void {
    this.#visits[number] = this.#visit
    this.#before[number] = before
    this.#labels[number] = label
  }

  #pathTo(number: number): string {
    const labels: string[] = []
    for (let current = number; current >= 0; current = this.#before[current] ?? -1) labels.push(this.#labels[current] ?? '')
    return labels.reverse().join('')
  }
}

function leadingToFindings(nodes: ReadonlySet<PairNode>): Set<PairNode> {
  const parents = new Map<PairNode, PairNode[]>()
  const leading = new Set<PairNode>()
  for (const node of nodes) {
    if (node.findings.length > 0) leading.add(node)
    for (const edge of node.edges) {
      const known = parents.get(edge.node)
      if (known) known.push(node)
      else parents.set(edge.node, [node])
    }
  }
  for (const node of leading) for (const parent of parents.get(node) ?? []) leading.add(parent)
  return leading
}

function reportFindings(api: ApiComparison, use: Use, node: PairNode, path: string): void {
  for (const { id, level, place, document, says, label } of node.findings) {
    const field = `${path}${label}`.replace(/^\./, '')
    api.changes.add({
      id,
      level,
      place,
      document,
      says,
      operation: use.operation,
      subject: field === '' ? use.subject : `${use.part} \`${field}\``,
      sharedSubject: sharedSubject(node, place, label, use.part),
      spot: use.spot,
      direction: node.context.side,
      ...(field !== '' && { field }),
    })
  }
}

/** The part as the component that holds it calls it: the paths to it differ from operation to operation. */
function sharedSubject({ context }: PairNode, place: Located, label: string, part: string): string | undefined {
  const [, name, rest = ''] = /^\/components\/schemas\/([^/]+)(.*)$/.exec(place.pointer) ?? []
  if (name === undefined || context.subject.startsWith('parameter')) return undefined
  const field = fieldOf(rest.endsWith('/required') ? label : rest)
  const component = `\`${name.replaceAll('~1', '/').replaceAll('~0', '~')}\``
  return field === '' ? `the ${context.side} schema ${component}` : `${part} \`${field}\` of ${component}`
}

/** The path of a field from a pointer inside a schema. */
function fieldOf(pointer: string): string {
  const steps = pointer.matchAll(/\/properties\/([^/]+)|\/(items)(?=\/|$)|\/(additionalProperties)\/|^\.(.+)$/g)
  const labels = [...steps].map(([, name, items, additional, label]) => (items ? '[]' : additional ? '.*' : `.${name ?? label}`))
  return labels.join('').replace(/^\./, '').replaceAll('~1', '/').replaceAll('~0', '~')
}
