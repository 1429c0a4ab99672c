import { environments } from '../../generated/facts.gen.js'
import { MeshConfigError } from '../errors/mesh-config-error.js'
import type { MeshClientOptions, Numbers } from '../options.js'
import { environmentVariable } from './environment-variable.js'
import { oneOf } from './one-of.js'

/** @throws MeshConfigError that never quotes the URL, which may hold a secret */
export const baseUrl = (options: MeshClientOptions<Numbers>): string => {
  const environment = options.environment ?? 'production'
  oneOf('environment', environment, Object.keys(environments))
  const value = String(options.baseUrl || environmentVariable('MESH_BASE_URL') || environments[environment])
  const href = URL.canParse(value) ? new URL(value).href : ''
  // A query or a fragment would not survive the path that is put behind the URL.
  if (!/^https?:\/\/[^/@]+\/[^?#]*$/.test(href)) {
    throw new MeshConfigError('baseUrl must be an absolute https: URL with no user name, password, query or fragment.')
  }
  if (href.startsWith('http:') && !LOOPBACK.test(href) && !options.dangerouslyAllowHttp) {
    throw new MeshConfigError('baseUrl must use https:; http: is for this machine, or for dangerouslyAllowHttp.')
  }
  return href.replace(/\/+$/, '')
}

const LOOPBACK = /^http:\/\/(([^/:]+\.)?localhost|127(\.\d+){3}|\[::1\])[:/]/
