import { pageHtml, startScript } from './page.js'
import { documentPath, rendererPath, startPath } from './page-paths.js'
import { referenceDocument } from './reference-document.js'
import { readRenderer } from './renderer.js'

/** What is at one of the page's paths, for a request with these headers. */
export type PageContent = (
  path: string,
  headers: Readonly<Record<string, string>>,
) => Promise<{ headers: Record<string, string>; body: string | Uint8Array }>

const script = { 'Content-Type': 'text/javascript; charset=utf-8' }

/** `json`: the document. */
export function createPageContent(json: string): PageContent {
  const document = referenceDocument(json)
  return async (path, headers) => {
    if (path === rendererPath) {
      const renderer = await readRenderer(headers['accept-encoding'])
      return { headers: { ...renderer.headers, ...script }, body: renderer.body }
    }
    if (path === startPath) return { headers: script, body: startScript(document, documentPath) }
    if (path === documentPath) return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(document.root) }
    return { headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: pageHtml(document, [rendererPath, startPath]) }
  }
}
