import { type Change, highest, type Level, type OperationName, type SpecDiff } from '../change.js'
import { type Located, placeOf } from '../document/located.js'
import { capitalized, nameOfOperation, namesOfOperations } from './words.js'

/** A difference at one place, as one operation shows it. */
export interface Entry {
  readonly id: string
  readonly level: Level
  readonly place: Located
  readonly document: 'old' | 'new'
  readonly operation?: OperationName | undefined
  /** What has changed, such as "the query parameter `limit`"; left out where it is the operation itself. */
  readonly subject?: string
  /** What `subject` is called where more than one operation shows it, such as "the response property `name` of `Pet`". */
  readonly sharedSubject?: string | undefined
  /** What comes after the subject, such as "was removed". */
  readonly says: string
  /** Where in the operation, such as "response 200". */
  readonly spot?: string
  readonly direction?: Change['direction']
  readonly field?: string
}

interface Gathered {
  readonly entry: Entry
  readonly operations: Map<string, OperationName>
}

const order: readonly Level[] = ['major', 'minor', 'patch']

/** Gathers differences: what many operations show at one place is one change. */
export class ChangeList {
  readonly #gathered = new Map<string, Gathered>()

  add(entry: Entry): void {
    // One edit of a schema that is a body here and a property there has two ids.
    const fact = entry.id.replace(/^(request|response)-(body|property|parameter-property|parameter|header)-/, '$1 ')
    const key = `${fact} ${entry.document} ${placeOf(entry.place)} ${entry.level} ${entry.says}`
    const known = this.#gathered.get(key) ?? { entry, operations: new Map<string, OperationName>() }
    this.#gathered.set(key, known)
    if (entry.operation) known.operations.set(nameOfOperation(entry.operation), entry.operation)
  }

  toDiff(): SpecDiff {
    const changes = [...this.#gathered.values()].map(toChange)
    const sorted = order.flatMap((level) => changes.filter((change) => change.level === level))
    return { bump: highest(changes.map((change) => change.level)), changes: sorted }
  }
}

function toChange({ entry, operations }: Gathered): Change {
  const { id, level, place, document, direction, field } = entry
  const names = [...operations.values()]
  return {
    id,
    level,
    where: placeOf(place),
    message: messageOf(entry, names),
    words: wordsOf(entry, names),
    document,
    ...(direction !== undefined && { direction }),
    ...(field !== undefined && { field }),
    operations: names,
  }
}

function messageOf({ subject: own, sharedSubject, says }: Entry, operations: readonly OperationName[]): string {
  const subject = operations.length > 1 ? (sharedSubject ?? own) : own
  if (operations.length === 0) return `${capitalized(subject ?? 'the document')} ${says}.`
  const names = namesOfOperations(operations)
  return subject === undefined ? `${names} ${says}.` : `${names}: ${subject} ${says}.`
}

function wordsOf({ subject, spot, field, operation }: Entry, operations: readonly OperationName[]): string {
  if (!operation) return subject ?? 'the document'
  const others = operations.length > 1 ? ` and ${operations.length - 1} more` : ''
  const where = `${operation.method.toUpperCase()} ${operation.path}${others}`
  const whole = spot === undefined ? where : `${spot} of ${where}`
  return field === undefined ? whole : `${whole}, property \`${field}\``
}
