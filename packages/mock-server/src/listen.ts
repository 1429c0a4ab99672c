import { once } from 'node:events'
import type { Server } from 'node:http'
import { MockServerError } from './mock-server-error.js'

/** @throws MockServerError `invalid-option` */
export function assertAddress(port: unknown, host: unknown): void {
  if (typeof port === 'string') {
    throw new MockServerError(
      'invalid-option',
      `The port "${port}" is text. Give it as a number, such as 4010; 0 takes a free one.`,
    )
  }
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new MockServerError('invalid-option', `The port ${port} is not a whole number from 0 to 65535. 0 takes a free one.`)
  }
  // Node would take nothing for an address of everywhere.
  if (typeof host !== 'string' || host.trim() === '') {
    throw new MockServerError(
      'invalid-option',
      'The host is not an address. Give one as text, or leave the option out for 127.0.0.1.',
    )
  }
}

/** @throws MockServerError `address-unavailable` */
export async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    const reasons: Record<string, string> = {
      EADDRINUSE: `Port ${port} on ${host} is in use. Stop what uses it, or choose another port; 0 takes a free one.`,
      EACCES: `Port ${port} on ${host} needs more rights than this process has. Choose a port above 1023; 0 takes a free one.`,
      EADDRNOTAVAIL: `The host ${host} is not an address of this machine. Choose 127.0.0.1, or 0.0.0.0 to be reached from others.`,
      ENOTFOUND: `The host ${host} is not known. Choose 127.0.0.1, or 0.0.0.0 to be reached from others.`,
    }
    const reason = reasons[code] ?? `Cannot listen on port ${port} of ${host} (${code}). Choose another port or host.`
    throw new MockServerError('address-unavailable', reason, { cause })
  }
}

/** Where it listens; no slash at the end. */
export function urlOf(server: Server): string {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('The server has no port.')
  // The address that means "all of them" is not one that can be called everywhere.
  const host = bound.address === '0.0.0.0' ? '127.0.0.1' : bound.address === '::' ? '::1' : bound.address
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`
}
