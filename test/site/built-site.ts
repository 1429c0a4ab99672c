import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { base, root, siteFolder } from '../../docs/site/scripts/addresses.ts'

export const dist: string = join(root, siteFolder, '.vitepress/dist')

/** Every page as it was built, by its path below the site's address: `''`, `guides/errors`. */
export const pages: ReadonlyMap<string, string> = new Map(
  globSync('**/*.html', { cwd: dist })
    .filter((file) => file !== '404.html')
    .sort()
    .map((file) => [
      file.replaceAll('\\', '/').replace(/(?:^|(?<=\/))index\.html$|\.html$/, ''),
      readFileSync(join(dist, file), 'utf8'),
    ]),
)

/** Why an address of the site leads nowhere; undefined where it leads somewhere, or away. */
export function deadEnd(href: string, from: string): string | undefined {
  const site = `https://site${base}`
  const url = new URL(href, site + from)
  if (!url.href.startsWith(site)) return url.origin === 'https://site' ? `${href} leaves the site` : undefined
  const path = decodeURI(url.pathname.slice(base.length))
  if (path.startsWith('assets/')) return undefined
  const page = pages.get(path)
  if (page === undefined) return `${path} is no page`
  const id = decodeURIComponent(url.hash.slice(1))
  return id === '' || page.includes(` id="${id}"`) ? undefined : `${path} has no #${id}`
}
