import type { CallRequest } from './call-request.js'
import type { AttemptResponse } from './middleware.js'
import type { TransportResponse } from './transport.js'

/** The answer to an attempt. Its headers are searched for secrets when somebody looks at them: a server may quote what it was sent. */
export const attemptResponse = (call: CallRequest, { status, headers }: TransportResponse, text: string): AttemptResponse => {
  let searched: Headers | undefined
  return {
    status,
    get headers() {
      searched ??= new Headers([...headers].map(([name, value]): [string, string] => [name, call.redact(value)]))
      return searched
    },
    text: () => text,
  }
}
