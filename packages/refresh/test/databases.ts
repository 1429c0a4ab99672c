import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { openRefreshJob } from '../dist/job/index.js'
import { createDatabase, startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly templateFolder: string
    readonly postgresUrl: string
  }
}

/** One server for all tests, and one folder to copy: PGlite takes seconds for a new one. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'refresh-databases-'))
  const template = join(folder, 'template')
  const fill = async () => await (await openRefreshJob({ database: template })).close()
  const [server] = await Promise.all([startPostgres(), fill()])
  provide('templateFolder', template)
  provide('postgresUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A folder with a database of its own. */
export const newFolder = async (path: string): Promise<string> => {
  await cp(inject('templateFolder'), path, { recursive: true })
  return path
}

/** URL of a database of its own. */
export const newPostgres = (name: string): Promise<string> => createDatabase(inject('postgresUrl'), name)
