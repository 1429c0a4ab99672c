import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { headers, path, request } from '../calls/contender.ts'
import { progress } from '../progress.ts'
import type { Section } from '../section.ts'
import { measureOf, shuffled } from '../statistics.ts'

const file = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const document = file('../../../openapi/dist/mesh-balance.json')
const command = (name: string): string => file(`../../peers/node_modules/.bin/${name}`)
const node = process.execPath

/** How each is started on a port, as its documentation says; each logs what it logs by default. */
const mocks: Record<string, (port: string) => readonly [string, ...string[]]> = {
  'mesh-mock': (port) => [node, file('../../node_modules/@mesh-balance/mock-server/dist/cli.js'), '--port', port],
  prism: (port) => [command('prism'), 'mock', document, '--port', port],
  steady: (port) => [command('steady'), '--port', port, '--host', '127.0.0.1', document],
  scalar: (port) => [node, file('../../peers/scalar-mock.ts'), document, port],
}

const freePort = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return String(typeof address === 'object' ? address?.port : 0)
}

const ask = async (pool: Pool): Promise<void> => {
  const { statusCode, body } = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(request) })
  await body.text()
  if (statusCode !== 200) throw new Error(`The mock answered with HTTP status ${statusCode}.`)
}

/** Milliseconds until the first right answer. */
const untilItAnswers = async (pool: Pool, child: ChildProcess): Promise<number> => {
  const begin = performance.now()
  for (;;) {
    try {
      await ask(pool)
      return performance.now() - begin
    } catch (error) {
      if (child.exitCode !== null) throw new Error(`The mock ended with ${child.exitCode}.`, { cause: error })
      if (performance.now() - begin > 30_000) throw error
      await wait(5)
    }
  }
}

const throughputOf = async (pool: Pool, requests: number): Promise<number> => {
  let left = requests
  const loop = async () => {
    while (left-- > 0) await ask(pool)
  }
  const begin = performance.now()
  await Promise.all(Array.from({ length: 16 }, loop))
  return (requests * 1000) / (performance.now() - begin)
}

/** The mock beside others: how soon it is up, and how many requests a second it answers. */
export const mockServers: Section = async ({ quick }) => {
  const rounds = quick ? 3 : 9
  const names = Object.keys(mocks)
  const measured = new Map(names.map((name) => [name, [] as { start: number; throughput: number }[]]))
  for (let round = 1; round <= rounds; round++) {
    for (const name of shuffled(names)) {
      progress(`mocks: round ${round} of ${rounds}, ${name}`)
      const port = await freePort()
      const [executable, ...args] = mocks[name]?.(port) ?? ['']
      const child = spawn(executable, args, { stdio: 'ignore' })
      const ended = once(child, 'exit')
      const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 16 })
      try {
        const start = await untilItAnswers(pool, child)
        await throughputOf(pool, quick ? 2000 : 5000)
        measured.get(name)?.push({ start, throughput: await throughputOf(pool, quick ? 2000 : 5000) })
      } finally {
        await pool.destroy()
        child.kill('SIGKILL')
        await ended
      }
    }
  }
  const of = (name: string, field: 'start' | 'throughput') => (measured.get(name) ?? []).map((one) => one[field])
  const ratio = (field: 'start' | 'throughput') =>
    measureOf(of('mesh-mock', field).map((value, round) => value / (of('prism', field)[round] ?? Number.NaN)))
  return {
    tables: [
      {
        title: 'Mock servers, 16 connections',
        columns: ['ms to the first answer', 'requests/s'],
        rows: names.map((name) => ({ name, cells: [measureOf(of(name, 'start')), measureOf(of(name, 'throughput'))] })),
      },
    ],
    ratios: {
      'start of mesh-mock, against Prism': ratio('start'),
      'requests a second of mesh-mock, against Prism': ratio('throughput'),
    },
  }
}
