import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../../..', import.meta.url))
export const siteFolder = 'docs/site'

const { repository } = JSON.parse(readFileSync(join(root, 'packages/client/package.json'), 'utf8'))
export const repositoryUrl: string = repository.url.replace(/^git\+|\.git$/g, '')
const [, owner = '', name = ''] = new URL(repositoryUrl).pathname.split('/')

/** Path and address of the site: GitHub's pages of the repository. */
export const base: string = `/${name}/`
export const siteUrl: string = `https://${owner}.github.io${base}`
