import type { OpenApiDocument } from '../document/open-api-document.js'
import { pathOf } from '../request-target.js'
import type { PageContent } from './page-content.js'
import { pagePaths } from './page-paths.js'

export interface PageRequest {
  readonly method: string
  /** Path and query, as in the request line. */
  readonly target: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

export interface PageAnswer {
  readonly httpStatus: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** Answers what belongs to the page, and nothing else: undefined for any other request. */
export type ReferencePage = (request: PageRequest) => Promise<PageAnswer | undefined>

const commonHeaders = {
  'Cache-Control': 'no-cache',
  // Styles: the renderer writes them at run time, `style` attributes included, which no nonce covers.
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/** Of the document as it is now: it may be changed afterwards. Undefined where it has paths of its own there. */
export function createReferencePage(document: OpenApiDocument): ReferencePage | undefined {
  if (document.operations.some(({ path }) => pagePaths.some((own) => matches(path, own)))) return undefined
  const text = JSON.stringify(document.root)
  let content: Promise<PageContent> | undefined

  return async ({ method, target, headers }) => {
    const path = pathOf(target).replace(/\/$/, '')
    if (!pagePaths.includes(path)) return undefined
    if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed(path)
    // Most mocks are never looked at: what makes the page is loaded for the first who does.
    content ??= import('./page-content.js').then(({ createPageContent }) => createPageContent(text))
    const { headers: ownHeaders, body } = await (await content)(path, headers)
    return { httpStatus: 200, headers: { ...commonHeaders, ...ownHeaders }, body }
  }
}

function methodNotAllowed(path: string): PageAnswer {
  const problem = { type: 'about:blank', title: 'Method not allowed', status: 405, detail: `${path} has GET and HEAD only.` }
  return {
    httpStatus: 405,
    headers: { Allow: 'GET, HEAD', 'Content-Type': 'application/problem+json' },
    body: JSON.stringify(problem),
  }
}

/** Whether a path of the document, `{parameters}` included, covers another. */
function matches(template: string, path: string): boolean {
  const pattern = template
    .split(/\{[^}]*\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+')
  return new RegExp(`^${pattern}/?$`).test(path)
}
