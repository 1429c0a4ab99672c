import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { MockAnswer } from './mock.js'

/** Sends an answer, or as much of it as its faults allow. Ends when nothing more will be sent, or when the client has left. */
export async function deliver(
  { httpStatus, headers, body, delay, breakage }: MockAnswer,
  response: ServerResponse,
): Promise<void> {
  if (delay > 0) {
    const left = new AbortController()
    response.once('close', () => left.abort())
    await wait(delay, undefined, { signal: left.signal }).catch(() => {})
  }
  if (response.destroyed) return
  if (breakage === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  if (breakage === 'stall') {
    await once(response, 'close')
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
  if (breakage === 'stall=body') await once(response, 'close')
  else if (breakage === 'truncate') response.socket?.destroySoon()
  else response.socket?.resetAndDestroy()
}
