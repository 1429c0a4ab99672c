import type { Transport, TransportRequest } from '../../src/index.js'

/** A transport of no network, for what is not about one: every attempt is answered by `answer`. */
export const fixedTransport = (
  answer: (request: TransportRequest, number: number) => Response | Promise<Response>,
): Transport => {
  let number = 0
  return async (request) => answer(request, ++number)
}

export const okAnswer = (content: unknown = { balances: [] }): Response => Response.json({ status: 'ok', content })
