import { MockServerError } from '../mock-server-error.js'
import { type Latency, readLatency } from './latency.js'

/** How a connection breaks, before the answer or in the middle of its body. */
export type Breakage = 'reset' | 'reset=body' | 'stall' | 'stall=body' | 'truncate'

/** What can go wrong beyond what a document can say. */
export type Fault = { readonly text: string; readonly chance: number } & (
  | { readonly kind: 'latency'; readonly latency: Latency }
  | { readonly kind: 'break'; readonly breakage: Breakage }
  | { readonly kind: 'rate-limit'; readonly requests: number; readonly seconds: number }
  | { readonly kind: 'fail'; readonly times: number; readonly failure: string | undefined }
)

const breakages: readonly string[] = ['reset', 'reset=body', 'stall', 'stall=body', 'truncate'] satisfies Breakage[]

const known =
  'latency=<ms>, latency=<ms>..<ms>, latency=p50:<ms>,p99:<ms>, reset, reset=body, stall, stall=body, truncate, rate-limit=<requests>/<seconds>, fail=<times> and fail=<times>:<scenario>, each with @<percent>% where it should happen by chance'

/**
 * Reads the notation of faults, such as `latency=100..400; reset@5%`. What follows a `#` is a name for those that count, so that `fail=2#a` and
 * `fail=2#b` in two requests are two counts.
 * @throws MockServerError `invalid-option`
 */
export function readFaults(text: string | readonly string[]): Fault[] {
  const parts = (typeof text === 'string' ? [text] : text).flatMap((each) => each.split(';')).map((part) => part.trim())
  return parts.filter((part) => part !== '').map(readFault)
}

function readFault(text: string): Fault {
  const written = text.replace(/#.*$/s, '').trim()
  const [, notation = written, percent] = /^(.*?)@(\d{1,3}(?:\.\d+)?)%$/.exec(written) ?? []
  const chance = percent === undefined ? 1 : Number(percent) / 100
  const common = { text, chance }
  const [, name = notation, value = ''] = /^([a-z-]+)=(.*)$/.exec(notation) ?? []

  const latency = name === 'latency' ? readLatency(value) : undefined
  if (chance <= 1) {
    if (latency) return { ...common, kind: 'latency', latency }
    if (isBreakage(notation)) return { ...common, kind: 'break', breakage: notation }
    const [, requests, seconds] = (name === 'rate-limit' && /^(\d{1,9})\/(\d{1,9})s?$/.exec(value)) || []
    if (Number(seconds) > 0) return { ...common, kind: 'rate-limit', requests: Number(requests), seconds: Number(seconds) }
    const [, times, failure] = (name === 'fail' && /^(\d{1,9})(?::([^\s:]+))?$/.exec(value)) || []
    if (Number(times) > 0) return { ...common, kind: 'fail', times: Number(times), failure }
  }
  throw new MockServerError('invalid-option', `The fault "${text}" is not understood. Known are: ${known}.`)
}

export function isBreakage(text: string): text is Breakage {
  return breakages.includes(text)
}
