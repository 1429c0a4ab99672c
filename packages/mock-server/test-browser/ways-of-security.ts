const schemes = {
  keyInHeader: { type: 'apiKey', in: 'header', name: 'X-Key' },
  keyInQuery: { type: 'apiKey', in: 'query', name: 'key' },
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  oauth: {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://elsewhere.example/token', scopes: { read: 'Reads' } } },
  },
}

const requirements: Record<string, object> = {
  ...Object.fromEntries(Object.keys(schemes).map((name) => [name, { [name]: [] }])),
  twoTogether: { keyInHeader: [], bearer: [] },
}

/** The ways of security, by name. */
export const waysOfSecurity: string[] = Object.keys(requirements)

/** A document whose one operation wants a way of security, by itself or by the document as a whole. */
export function documentWith(way: string, place: 'operation' | 'document'): object {
  const security = [requirements[way]]
  const examples = { pong: { value: { pong: true } } }
  const responses = {
    200: { description: 'Fine', content: { 'application/json': { examples } } },
    401: { description: 'No credentials' },
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Ping', version: '1' },
    ...(place === 'document' && { security }),
    paths: { '/ping': { get: { ...(place === 'operation' && { security }), responses } } },
    components: { securitySchemes: schemes },
  }
}
