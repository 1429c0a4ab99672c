import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/** Serves a folder below a path, as GitHub's pages do: `/page` is `page.html`. */
export async function serveFolder(folder: string, base: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://site').pathname)
    const name = path.startsWith(base) ? path.slice(base.length) : '../missing'
    for (const file of name.endsWith('/') || name === '' ? [`${name}index.html`] : [name, `${name}.html`]) {
      const body = extname(file) === '' ? undefined : await readFile(join(folder, file)).catch(() => undefined)
      if (body === undefined) continue
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' }).end(body)
      return
    }
    response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' }).end(await readFile(join(folder, '404.html')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
