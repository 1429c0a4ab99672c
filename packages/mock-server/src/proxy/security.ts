import type { IHttpRequest } from '@stoplight/prism-http'
import type { PrismOperation } from '../engine/prism-operations.js'
import { type Finding, finding } from './finding.js'

type Scheme = NonNullable<PrismOperation['security']>[number][number]

/**
 * Whether the credentials are there that the document wants; not whether they are right. Prism's own check does not say which one is missing,
 * and refuses credentials that are fine: a Basic password with a colon, `bearer` in lower case, an `Authorization` beside optional security.
 */
export function securityFindings({ security = [] }: PrismOperation, request: IHttpRequest): Finding[] {
  const missing = security.map((schemes) => schemes.filter((scheme) => !isPresent(scheme, request)))
  if (missing.length === 0 || missing.some((schemes) => schemes.length === 0)) return []
  const [only = []] = missing
  if (missing.length === 1) return only.map((scheme) => finding(placeOf(scheme), 'security', 'is missing'))
  const alternatives = security.map((schemes) => schemes.map(({ key }) => key).join(' and ')).join(', or ')
  return [finding(['security'], 'security', `is missing: ${alternatives}`)]
}

function isPresent(scheme: Scheme, { headers = {}, url }: IHttpRequest): boolean {
  const authorization = headers['authorization'] ?? ''
  switch (scheme.type) {
    case 'apiKey':
      if (scheme.in === 'query') return Boolean([url.query?.[scheme.name]].flat().at(-1))
      if (scheme.in === 'header') return /[^\s,]/.test(headers[scheme.name.toLowerCase()] ?? '')
      return (headers['cookie'] ?? '').split(';').some((pair) => {
        const [name, value] = pair.trim().split(/=(.*)/s)
        return name === scheme.name && Boolean(value)
      })
    case 'http':
      return authorization.toLowerCase().startsWith(`${scheme.scheme.toLowerCase()} `)
    case 'oauth2':
    case 'openIdConnect':
      return /^bearer \s*\S/i.test(authorization)
    default:
      // A certificate of the client cannot be seen from here.
      return true
  }
}

function placeOf(scheme: Scheme): string[] {
  if (scheme.type !== 'apiKey') return ['header', 'authorization']
  return scheme.in === 'cookie' ? ['header', 'cookie', scheme.name] : [scheme.in, scheme.name]
}
