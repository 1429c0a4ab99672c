import { environments } from '../../generated/facts.gen.js'
import { MeshConfigError } from '../errors/mesh-config-error.js'
import type { MeshClientOptions } from '../options.js'
import { environmentVariable } from './environment-variable.js'

/** @throws MeshConfigError that never quotes the URL, which may hold a secret */
export const baseUrl = (options: MeshClientOptions): string => {
  const environment = options.environment ?? 'production'
  if (!Object.hasOwn(environments, environment)) {
    throw new MeshConfigError(`environment must be one of ${Object.keys(environments).join(', ')}.`)
  }
  const value: unknown = options.baseUrl || environmentVariable('MESH_BASE_URL') || environments[environment]
  const text = value instanceof URL ? value.href : value
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new MeshConfigError('baseUrl must be an absolute https: URL.')
  // They would not survive the path that is put behind the URL.
  if (url.username || url.password || /[?#]/.test(url.href)) {
    throw new MeshConfigError('baseUrl must have no user name, password, query or fragment.')
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !options.dangerouslyAllowHttp) {
    throw new MeshConfigError(
      'baseUrl must use https:, because credentials travel in headers; http: is for this machine, or with dangerouslyAllowHttp: true.',
    )
  }
  return url.href.replace(/\/+$/, '')
}

const isLoopback = (hostname: string): boolean => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
