import { defineConfig } from 'vitepress'
import { base, repositoryUrl } from '../scripts/addresses.ts'
import { repositoryLinks } from './repository-links.ts'

const guides = [
  { text: 'Errors', link: '/guides/errors' },
  { text: 'Retries and deadlines', link: '/guides/retries-and-deadlines' },
  { text: 'Exact amounts', link: '/guides/exact-amounts' },
  { text: 'Testing your application', link: '/guides/testing' },
  { text: 'Refresh every account', link: '/guides/refresh-every-account' },
  { text: 'Proxy and drift', link: '/guides/proxy-and-drift' },
  { text: 'Runtimes', link: '/guides/runtimes' },
  { text: 'Performance', link: '/guides/performance' },
  { text: 'Migrating', link: '/guides/migrating' },
  { text: 'Versions', link: '/guides/versions' },
]

export default defineConfig({
  title: 'mesh-balance',
  description: 'A TypeScript client for account balances through Mesh, and a mock of the API that comes from the same document.',
  lang: 'en',
  base,
  cleanUrls: true,
  // The part is a piece of another page.
  srcExclude: ['node_modules/**', 'reference/runtimes-part.md'],
  // Of the system until somebody chooses; nothing of this comes from another origin.
  appearance: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // Comments in code tell what it prints, so they must be legible as well.
  markdown: { config: repositoryLinks, theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } },
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: [2, 3] },
    nav: [
      { text: 'Guides', link: '/quickstart', activeMatch: '^/(quickstart|guides/)' },
      { text: 'Packages', link: '/packages/client', activeMatch: '^/packages/' },
      { text: 'Reference', link: '/reference/errors', activeMatch: '^/reference/(?!changelog)' },
      { text: 'Changelog', link: '/reference/changelog' },
    ],
    sidebar: [
      { text: 'Start', items: [{ text: 'Quickstart', link: '/quickstart' }] },
      { text: 'Guides', items: guides },
      {
        text: 'Packages',
        items: [
          { text: 'client', link: '/packages/client' },
          { text: 'mock-server', link: '/packages/mock-server' },
          { text: 'refresh', link: '/packages/refresh' },
          { text: 'spec-diff', link: '/packages/spec-diff' },
          { text: 'openapi', link: '/packages/openapi' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Errors', link: '/reference/errors' },
          { text: 'HTTP', link: '/reference/http' },
          { text: 'Institutions', link: '/reference/institutions' },
          { text: 'Scenarios', link: '/reference/scenarios' },
          { text: 'TypeScript', link: '/reference/api/' },
          { text: 'Changelog', link: '/reference/changelog' },
        ],
      },
    ],
    notFound: { quote: 'Search, or the menu, knows what there is.', linkText: 'To the first page' },
    socialLinks: [{ icon: 'github', link: repositoryUrl }],
  },
})
