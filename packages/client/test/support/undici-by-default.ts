// Stands in for src/runtime/transport.ts, so that the tests of what goes over sockets run on undici as well.
import { fetchTransport as overFetch, type Transport } from '../../src/runtime/transport.js'
import { undiciTransport } from '../../src/undici.js'

// A client that is given a `fetch` sends by that one.
export const fetchTransport = (fetch?: typeof globalThis.fetch): Transport => (fetch ? overFetch(fetch) : undiciTransport())
