import type { Secrets } from './document/secrets.js'
import type { EngineRequest } from './engine/engine-request.js'
import type { Violation } from './engine/violations.js'
import { pathOf } from './request-target.js'

/** A request as it arrived; secrets are replaced by `[redacted]`. */
export interface RecordedRequest {
  /** HTTP method, in capitals. */
  readonly method: string
  /** Path without the query. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The value of a JSON body; undefined where there was none, or none that could be read. */
  readonly body: unknown
  /** HTTP status of the answer, also of one that a fault kept from arriving. */
  readonly httpStatus: number
  /** Name of the scenario that it was answered with, where it was. */
  readonly scenario: string | undefined
  /** The faults that it met, as they were written. */
  readonly faults: readonly string[]
  /** What is wrong with the request, or with the answer to it; empty where both are as the document says. */
  readonly violations: readonly Violation[]
}

/** More would fill the memory of a mock that runs for long. */
const mostRequests = 1000

export interface RequestOutcome {
  readonly httpStatus: number
  readonly scenario?: string
  readonly faults: readonly string[]
  readonly violations: readonly Violation[]
}

export interface RequestRecorder {
  readonly requests: readonly RecordedRequest[]
  record(request: EngineRequest, received: unknown, secrets: Secrets, outcome: RequestOutcome): void
  clear(): void
}

export function createRequestRecorder(): RequestRecorder {
  const requests: RecordedRequest[] = []
  return {
    requests,
    record({ method, target, headers }, received, secrets, { httpStatus, scenario, faults, violations }) {
      requests.push({
        method,
        path: pathOf(target),
        headers: secrets.inHeaders(headers),
        body: secrets.inBody(received),
        httpStatus,
        scenario,
        faults,
        violations,
      })
      if (requests.length > mostRequests) requests.shift()
    },
    clear() {
      requests.length = 0
    },
  }
}
