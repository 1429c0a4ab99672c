import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as client from '@mesh-balance/client'
import { document } from '@mesh-balance/openapi'
import { expect, test } from 'vitest'
import { root, siteUrl } from '../../docs/site/scripts/addresses.ts'
import { deadEnd, pages } from './built-site.ts'

test('there are pages', () => expect(pages.size).toBeGreaterThan(15))

test.each([...pages])('every link of /%s leads somewhere, to the word', (path, html) => {
  const hrefs = [...html.matchAll(/<a\b[^>]*? href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
  expect(hrefs).not.toEqual([])
  expect(hrefs.map((href) => deadEnd(href, path)).filter(Boolean)).toEqual([])
})

const docstrings = globSync('packages/client/src/**/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))

test('every link of a docstring leads to a page of the site', () => {
  const links = docstrings.flatMap((text) => [...text.matchAll(/@see (https:\/\/\S+)/g)].map(([, link = '']) => link))
  expect(links.length).toBeGreaterThan(10)
  expect(links.filter((link) => !link.startsWith(siteUrl))).toEqual([])
  expect(links.map((link) => deadEnd(link.slice(siteUrl.length), '')).filter(Boolean)).toEqual([])
})

test.each(globSync(['openapi/package.json', 'packages/*/package.json'], { cwd: root }))(
  'the homepage in %s is a page of the site',
  (file) => {
    const { homepage = '', private: isPrivate = false } = JSON.parse(readFileSync(join(root, file), 'utf8'))
    if (!isPrivate) expect([homepage.startsWith(siteUrl), deadEnd(homepage.slice(siteUrl.length), '')]).toEqual([true, undefined])
  },
)

const classes = Object.entries<unknown>(client).filter(
  ([, value]) => value === client.MeshError || Object.prototype.isPrototypeOf.call(client.MeshError, Object(value)),
)

test.each(classes)('the docstring of %s leads to what is said about it, with what to do', (name, errorClass) => {
  const { prototype, advice = '' } = errorClass as { prototype: Error; advice?: string }
  const docstring = docstrings.flatMap((text) => text.split('/**')).find((text) => text.includes(`\nexport class ${name} `))
  const anchor = prototype.name.toLowerCase()
  expect(docstring).toContain(`@see ${siteUrl}reference/errors#${anchor}\n`)
  const [, part = ''] = pages.get('reference/errors')?.split(` id="${anchor}"`) ?? []
  expect(part.split('<h2')[0]).toContain(advice)
})

test.each(classes)('the page of %s is found by the name of the class, too', (name) => {
  expect(deadEnd(`reference/errors#${name.toLowerCase()}`, '')).toBeUndefined()
})

test('the reference has every method of the client, with what it takes and returns', () => {
  const page = pages.get('reference/api/@mesh-balance/client') ?? ''
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  for (const { operationId } of operations) {
    const [, row = ''] = page.split(` id="property-${operationId.toLowerCase()}"`)
    expect(row.split('</tr>')[0]).toContain('href="#meshcall"')
  }
})

test('the HTTP reference says of a field what the document says of it there, and not of its schema everywhere', () => {
  const fields = Object.values(document.components.schemas).flatMap((schema): [string, object][] =>
    'properties' in schema ? Object.entries(schema.properties) : [],
  )
  const referring = fields.filter(([, field]) => '$ref' in field && 'description' in field)
  expect(referring).not.toEqual([])
  const cells = [...(pages.get('reference/http') ?? '').matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) =>
    cell.replaceAll(/<[^>]*>/g, ''),
  )
  for (const [, field] of referring) {
    const { description } = field as { description: string }
    expect(cells).toContain(description.replaceAll('`', '').trim())
  }
})
