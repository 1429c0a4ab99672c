import { credentialHeaders, environments } from '../generated/facts.gen.js'
import { MeshConfigError } from './errors/mesh-config-error.js'

export type Environment = keyof typeof environments

/** Options of `createMeshClient`. An explicit option wins over a variable of the environment; an empty string counts as missing. */
export interface MeshClientOptions {
  /** Id of the application, from Mesh. Default: the variable `MESH_CLIENT_ID`. */
  clientId?: string | undefined
  /** Secret of the application, from Mesh; keep it on a server. Default: the variable `MESH_CLIENT_SECRET`. */
  clientSecret?: string | undefined
  /** Which servers to call; keys of one do not work on the other. Default: `production`. */
  environment?: Environment | undefined
  /** URL to call in place of the environment's, such as the mock's. Default: the variable `MESH_BASE_URL`. */
  baseUrl?: string | undefined
  /** Time limit of an attempt until the last byte of its body, in milliseconds. `Infinity` for none. Default: 30 000. */
  timeout?: number | undefined
  /** The `fetch` to send with. Default: the one of the runtime. */
  fetch?: typeof globalThis.fetch | undefined
}

export interface Config {
  readonly baseUrl: string
  /** Credentials by the name of the header that carries them, in lower case. */
  readonly credentials: ReadonlyMap<string, string>
  readonly clientSecret: string
  readonly timeout: number
  readonly fetch: typeof globalThis.fetch
}

/** @throws MeshConfigError that names the option, and never quotes a credential. */
export const resolveConfig = (options: MeshClientOptions): Config => {
  const clientId = credential('clientId', options.clientId, 'MESH_CLIENT_ID')
  const clientSecret = credential('clientSecret', options.clientSecret, 'MESH_CLIENT_SECRET')
  return {
    baseUrl: baseUrl(options),
    credentials: new Map([
      [credentialHeaders.clientId.toLowerCase(), clientId],
      [credentialHeaders.clientSecret.toLowerCase(), clientSecret],
    ]),
    clientSecret,
    timeout: milliseconds('timeout', options.timeout ?? 30_000),
    // Called as a plain function: some runtimes refuse a `fetch` that is called as a method of another object.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  }
}

/** @throws MeshConfigError */
export const milliseconds = (option: string, value: number): number => {
  if (typeof value === 'number' && value > 0) return value
  throw new MeshConfigError(`${option} must be a number of milliseconds above 0, or Infinity.`)
}

const variable = (name: string): string | undefined => {
  // Not every runtime has `process`, and Deno throws for a variable that it may not read.
  try {
    return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[name]
  } catch {
    return undefined
  }
}

const credential = (option: string, value: unknown, variableName: string): string => {
  const found = value || variable(variableName)
  if (!found) throw new MeshConfigError(`${option} is missing: pass the option ${option}, or set the variable ${variableName}.`)
  if (typeof found !== 'string') throw new MeshConfigError(`${option} must be a string.`)
  const position = found.search(/[^\x21-\x7e]/)
  if (position >= 0) {
    throw new MeshConfigError(
      `${option} holds a character that a header cannot carry, at position ${position + 1} of ${found.length}. ` +
        'Look for a line break, a space or a quotation mark that was copied with it.',
    )
  }
  return found
}

const baseUrl = (options: MeshClientOptions): string => {
  const environment = options.environment ?? 'production'
  if (!Object.hasOwn(environments, environment)) {
    throw new MeshConfigError(`environment must be one of ${Object.keys(environments).join(', ')}.`)
  }
  const value = options.baseUrl || variable('MESH_BASE_URL') || environments[environment]
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new MeshConfigError('baseUrl must be an absolute https: URL.')
  // Userinfo, a query or a fragment would not survive the path that is put behind it; they may hold a secret, so do not quote them.
  if (url.username || url.password || url.search || url.hash) {
    throw new MeshConfigError('baseUrl must have no user name, password, query or fragment.')
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new MeshConfigError(`baseUrl must use https:, because credentials travel in headers; http: is only for this machine.`)
  }
  return url.href.replace(/\/+$/, '')
}

const isLoopback = (hostname: string): boolean => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
