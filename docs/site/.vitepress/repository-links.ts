import { existsSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { repositoryUrl, root, siteFolder, siteUrl } from '../scripts/addresses.ts'

/**
 * Lets pages link to any file of the repository by its relative path, as READMEs do: what has a page leads there, the rest to the
 * repository. A page that includes a file says so in its front matter (`source`), and its links are seen from there. What is made for the
 * site alone is linked by its address, so that who reads in the repository gets there, too.
 */
export function repositoryLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const source: string = env.frontmatter?.source ?? join(siteFolder, env.relativePath)
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : undefined
      if (href?.startsWith(siteUrl)) token.attrSet('href', href.replace(siteUrl, '/').replace(/(?=#|$)/, '.md'))
      else if (href && !/^(?:[a-z]+:|[#/])/i.test(href)) token.attrSet('href', addressOf(href, dirname(source)))
    }
  })
}

function addressOf(href: string, folder: string): string {
  const [, path = '', anchor = ''] = /^([^#]*)(.*)$/.exec(href) ?? []
  const file = posix.join(folder, decodeURI(path)).replace(/\/$/, '')
  if (file.startsWith(`${siteFolder}/`)) return file.slice(siteFolder.length) + anchor
  const [, packageName] = /^(?:packages\/)?([\w-]+)\/README\.md$/.exec(file) ?? []
  if (packageName && existsSync(join(root, siteFolder, 'packages', `${packageName}.md`)))
    return `/packages/${packageName}.md${anchor}`
  if (!existsSync(join(root, file))) throw new Error(`A link of ${folder} leads to ${file}, where there is nothing.`)
  return `${repositoryUrl}/${statSync(join(root, file)).isDirectory() ? 'tree' : 'blob'}/main/${file}${anchor}`
}
