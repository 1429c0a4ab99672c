import type { Level } from '../change.js'
import type { Located } from '../document/located.js'

/** What a schema is compared for. */
export interface Context {
  /** How the document calls it, which is how ids do. */
  readonly side: 'request' | 'response'
  /** Who writes the value. In webhooks and callbacks a request is received, and a response is sent. */
  readonly flow: 'sent' | 'received'
  readonly subject: 'body' | 'property' | 'parameter' | 'parameter-property' | 'header'
  /** The view of a client with closed types. */
  readonly strict: boolean
  /** It only tells which values something else is about: what its type looks like does not count. */
  readonly valuesOnly: boolean
}

/** What the new schema does to the values that the old one allows: fewer, more, or some of both. */
export type Effect = 'narrowed' | 'widened' | 'changed'

/** One difference of two schemas, wherever they are used. */
export interface Finding {
  readonly id: string
  readonly level: Level
  readonly place: Located
  readonly document: 'old' | 'new'
  /** Leads from the schema to the part that this is about, in the path of a field. */
  readonly label: string
  /** What comes after the subject: "may be null now". */
  readonly says: string
}

export function reversed(effect: Effect): Effect {
  return effect === 'changed' ? effect : effect === 'narrowed' ? 'widened' : 'narrowed'
}

/** Sending less than before is refused, getting more than before is not expected. */
export function levelOf(effect: Effect, flow: Context['flow']): Level {
  if (effect === 'changed') return 'major'
  return effect === (flow === 'sent' ? 'narrowed' : 'widened') ? 'major' : 'minor'
}

export function prefixOf({ side, subject }: Context): string {
  return `${side}-${subject}`
}
