import { environments } from '../../generated/facts.gen.js'
import { MeshConfigError } from '../errors/mesh-config-error.js'
import type { MeshClientOptions, Numbers } from '../options.js'
import { environmentVariable } from './environment-variable.js'
import { oneOf } from './one-of.js'

/** @throws MeshConfigError that never quotes the URL, which may hold a secret */
export const baseUrl = (options: MeshClientOptions<Numbers>): string => {
  const environment = options.environment ?? 'production'
  oneOf('environment', environment, Object.keys(environments))
  const value: unknown = options.baseUrl || environmentVariable('MESH_BASE_URL') || environments[environment]
  const text = value instanceof URL ? value.href : value
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined
  // A query or a fragment would not survive the path that is put behind the URL.
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || /[?#]/.test(url.href)) {
    throw new MeshConfigError('baseUrl must be an absolute https: URL with no user name, password, query or fragment.')
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !options.dangerouslyAllowHttp) {
    throw new MeshConfigError('baseUrl must use https:; http: is for this machine, or for dangerouslyAllowHttp.')
  }
  return url.href.replace(/\/+$/, '')
}

const isLoopback = (hostname: string): boolean => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
