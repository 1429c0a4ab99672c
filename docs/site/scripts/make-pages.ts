// Writes the pages of the reference: from the document, the public types, the changelogs, and what the client does with the mock.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root, siteFolder } from './addresses.ts'
import { changelogPage } from './changelog-page.ts'
import { errorsPage } from './errors-page.ts'
import { httpPage } from './http-page.ts'
import { institutionsPage } from './institutions-page.ts'
import { runtimesPart } from './runtimes-part.ts'
import { scenariosPage } from './scenarios-page.ts'
import { readTypes } from './types.ts'

const folder = join(root, siteFolder, 'reference')
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })

const types = await readTypes()
await types.writePages(join(folder, 'api'))
const pages = {
  'changelog.md': changelogPage(),
  'errors.md': await errorsPage(types),
  'http.md': await httpPage(),
  'institutions.md': institutionsPage(),
  'scenarios.md': await scenariosPage(),
  'runtimes-part.md': runtimesPart(),
}
for (const [name, text] of Object.entries(pages)) await writeFile(join(folder, name), text)
