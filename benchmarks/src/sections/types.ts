import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { progress } from '../progress.ts'
import type { Section } from '../section.ts'
import { measureOf, shuffled } from '../statistics.ts'

const run = promisify(execFile)
const peers = fileURLToPath(new URL('../../peers', import.meta.url))
const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))

/** The same small application, on each client. */
const consumers = {
  '@mesh-balance/client': `
import { createMeshClient } from '@mesh-balance/client'
const mesh = createMeshClient({ clientId: 'id', clientSecret: 'secret' })
export const cash = async (authToken: string): Promise<(number | null | undefined)[]> =>
  ((await mesh.getBalance({ authToken, type: 'coinbase' })).balances ?? []).map((balance) => balance.cash)
`,
  'openapi-fetch': `
import createClient from 'openapi-fetch'
import type { paths } from '../generated/openapi-typescript.js'
const client = createClient<paths>({ baseUrl: 'https://integration-api.meshconnect.com', headers: { 'X-Client-Id': 'id', 'X-Client-Secret': 'secret' } })
export const cash = async (authToken: string): Promise<(number | null | undefined)[]> =>
  ((await client.POST('/api/v1/balance/get', { body: { authToken, type: 'coinbase' } })).data?.content?.balances ?? []).map((balance) => balance.cash)
`,
}

/** What it costs to type-check an application that uses a client. */
export const types: Section = async ({ quick }) => {
  const rounds = quick ? 3 : 11
  const names = Object.keys(consumers) as (keyof typeof consumers)[]
  const measured = new Map(names.map((name) => [name, [] as { seconds: number; megabytes: number }[]]))
  const folders = new Map<string, string>()
  try {
    for (const name of names) {
      const folder = await mkdtemp(join(peers, 'consumer-'))
      folders.set(name, folder)
      await writeFile(join(folder, 'index.ts'), consumers[name])
      const compilerOptions = {
        strict: true,
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2023', 'dom', 'dom.iterable', 'esnext.disposable'],
        types: [],
        noEmit: true,
      }
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['index.ts'] }))
    }
    for (let round = 1; round <= rounds; round++) {
      for (const name of shuffled(names)) {
        progress(`types: round ${round} of ${rounds}, ${name}`)
        const { stdout } = await run(tsc, ['-p', folders.get(name) ?? '', '--extendedDiagnostics'])
        const figure = (label: string) => Number(new RegExp(`${label}: +([\\d.]+)`).exec(stdout)?.[1])
        measured.get(name)?.push({ seconds: figure('Total time'), megabytes: figure('Memory used') / 1024 })
      }
    }
  } finally {
    for (const folder of folders.values()) await rm(folder, { recursive: true })
  }
  const [ours, theirs] = [measured.get('@mesh-balance/client') ?? [], measured.get('openapi-fetch') ?? []]
  const ratio = (field: 'seconds' | 'megabytes') =>
    measureOf(ours.map((one, round) => one[field] / (theirs[round]?.[field] ?? Number.NaN)))
  return {
    tables: [
      {
        title: 'Type-checking a consumer',
        columns: ['seconds', 'MB'],
        rows: [...measured].map(([name, rows]) => ({
          name,
          cells: [measureOf(rows.map(({ seconds }) => seconds)), measureOf(rows.map(({ megabytes }) => megabytes))],
        })),
      },
    ],
    ratios: {
      'time to type-check a consumer, against openapi-fetch': ratio('seconds'),
      'memory to type-check a consumer, against openapi-fetch': ratio('megabytes'),
    },
  }
}
