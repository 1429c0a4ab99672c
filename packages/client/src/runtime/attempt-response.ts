import type { AttemptResponse } from './middleware.js'
import type { Redact } from './redact.js'
import type { TransportResponse } from './transport.js'

/** The answer to an attempt. Its headers are searched for secrets when somebody looks at them: a server may quote what it was sent. */
export const attemptResponse = (
  { status, headers: received }: TransportResponse,
  text: string,
  redact: () => Redact,
): AttemptResponse => {
  let headers: Headers | undefined
  return {
    status,
    get headers() {
      headers ??= new Headers([...received].map(([name, value]): [string, string] => [name, redact().text(value)]))
      return headers
    },
    text: () => text,
  }
}
