import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { MockAnswer } from './mock.js'

/**
 * Sends an answer, or as much of it as its faults allow. Ends when nothing more will be sent: when the client has left, for a stall also when the
 * server is closing.
 */
export async function deliver(
  { httpStatus, headers, body, delay, breakage }: MockAnswer,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  if (delay > 0) {
    const left = new AbortController()
    response.once('close', () => left.abort())
    await wait(delay, undefined, { signal: left.signal }).catch(() => {})
  }
  if (response.destroyed) return
  // A connection that is kept would keep the server from closing.
  if (closing.aborted) response.setHeader('Connection', 'close')
  if (breakage === 'reset') {
    // Of requests sent without waiting for answers, each gets the socket after the one before.
    if (!response.socket) await once(response, 'socket')
    response.socket?.resetAndDestroy()
    return
  }
  if (breakage === 'stall') {
    await stall(response, closing)
    return
  }
  const bytes = Buffer.from(body)
  response.writeHead(httpStatus, { ...headers, 'Content-Length': bytes.byteLength })
  if (breakage === undefined) {
    response.end(bytes)
    return
  }
  // The client must have the half before the connection breaks.
  await new Promise<void>((resolve) => response.write(bytes.subarray(0, bytes.byteLength / 2), () => resolve()))
  if (breakage === 'stall=body') await stall(response, closing)
  else if (breakage === 'truncate') response.socket?.destroySoon()
  else response.socket?.resetAndDestroy()
}

async function stall(response: ServerResponse, closing: AbortSignal): Promise<void> {
  await once(response, 'close', { signal: closing }).catch(() => response.destroy())
}
