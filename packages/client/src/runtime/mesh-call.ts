/** HTTP status and headers of the answer: the server's own, and nothing of the request. */
export type MeshResponse = Pick<Response, 'status' | 'headers'>

/** Everything that a call gives besides its result. */
export interface WithResponse<Data, Envelope> {
  /** What `await` on the call gives. */
  readonly data: Data
  /** The whole answer of the API, unknown fields included. */
  readonly envelope: Envelope
  /** HTTP status and headers of the answer. */
  readonly response: MeshResponse
  /** Number of attempts that the call made. */
  readonly attempts: number
}

/** A running call: a promise of its result, with a way to the rest of the answer. */
export class MeshCall<Data, Envelope = unknown> extends Promise<Data> {
  // Set by `start`, the only way to a call.
  #outcome!: Promise<WithResponse<Data, Envelope>>

  /** @internal */
  static start<Data, Envelope>(outcome: Promise<WithResponse<Data, Envelope>>): MeshCall<Data, Envelope> {
    // Only the promise that somebody reads may reject: a second one would be reported as unhandled.
    const call = new MeshCall<Data, Envelope>(() => {})
    call.#outcome = outcome
    return call
  }

  // Derived promises are plain ones; they have no answer of their own.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  /** What `await` does: gives the result, or rejects with a `MeshError`. */
  // biome-ignore lint/suspicious/noThenProperty: a promise has one
  override then<Result = Data, Caught = never>(
    onFulfilled?: ((data: Data) => Result | PromiseLike<Result>) | null,
    onRejected?: ((reason: unknown) => Caught | PromiseLike<Caught>) | null,
  ): Promise<Result | Caught> {
    const result = ({ data }: WithResponse<Data, Envelope>) => (onFulfilled ? onFulfilled(data) : data)
    return this.#outcome.then(result as (outcome: WithResponse<Data, Envelope>) => Result, onRejected)
  }

  /** The result with envelope, response and number of attempts. Rejects with the same errors as the call. */
  withResponse(): Promise<WithResponse<Data, Envelope>> {
    return this.#outcome.then((outcome) => ({ ...outcome, response: statusAndHeaders(outcome.response) }))
  }
}

/** Headers are searched for secrets when they are looked at. A middleware may have left out the whole response. */
const statusAndHeaders = (response: MeshResponse): MeshResponse => ({
  status: response?.status,
  get headers() {
    return response?.headers
  },
})
