import type { CallRequest } from './call-request.js'
import type { AttemptResponse } from './middleware.js'
import type { TransportHeaders, TransportResponse } from './transport.js'

/**
 * The answer to an attempt. Its headers are searched for secrets when somebody looks at them: a server may quote what it was sent. A class,
 * because a getter of each object would take longer to make than the object.
 */
export class ReadResponse implements AttemptResponse {
  readonly status: number
  readonly #call: CallRequest
  readonly #received: TransportHeaders
  readonly #text: string
  #headers: Headers | undefined

  constructor(call: CallRequest, { status, headers }: TransportResponse, text: string) {
    this.status = status
    this.#call = call
    this.#received = headers
    this.#text = text
  }

  get headers(): Headers {
    this.#headers ??= new Headers([...this.#received].map(([name, value]): [string, string] => [name, this.#call.redact(value)]))
    return this.#headers
  }

  text(): string {
    return this.#text
  }
}
