import { MockServerError } from '../mock-server-error.js'

/** @throws MockServerError `invalid-option` */
export function parseUpstream(upstream: string | URL): URL {
  const url = URL.parse(String(upstream))
  const hint = 'Give it as a URL, such as https://api.example.com or http://127.0.0.1:4010/base.'
  if (!url) throw new MockServerError('invalid-option', `The upstream is not a URL. ${hint}`)
  if (url.username || url.password) {
    throw new MockServerError('invalid-option', 'The upstream carries credentials. Leave them out; requests bring their own.')
  }
  if (!/^https?:$/.test(url.protocol))
    throw new MockServerError('invalid-option', `The upstream ${url.href} is not of http: or https:. ${hint}`)
  if (url.search || url.hash) {
    throw new MockServerError(
      'invalid-option',
      'The upstream has a query or a fragment, which requests cannot go under. Leave it out.',
    )
  }
  return url
}
