import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { createMeshClient } from '@mesh-balance/client'
import { createMockFetch } from '@mesh-balance/mock-server'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openDatabase } from '../../src/job/database.js'
import { DatabaseError, openRefreshJob } from '../../src/job/index.js'
import { newFolder, newPostgres } from '../databases.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refresh-location-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const failureOf = async (database: string): Promise<unknown> => {
  try {
    await (await openRefreshJob({ database })).close()
  } catch (error) {
    return error
  }
  return undefined
}

describe('a folder', () => {
  test('is the same one under each of its names', async () => {
    const data = await newFolder(join(folder, 'data'))
    await symlink(data, join(folder, 'link'))
    await using job = await openRefreshJob({ database: `${data}/` })
    for (const name of [data, join(folder, 'link'), `${folder}/./data`])
      expect(String(await failureOf(name))).toContain(`in use by process ${process.pid}`)
    await job.close()
  })

  test('with other files is left as it is', async () => {
    const other = join(folder, 'other')
    await mkdir(other)
    await writeFile(join(other, 'letter.txt'), 'text')
    expect(await failureOf(other)).toEqual(
      new DatabaseError(`${other} has other files, such as letter.txt. Name a folder for the database alone.`),
    )
    expect(await readdir(other)).toEqual(['letter.txt'])
  })

  test('that cannot be made is a DatabaseError', async () => {
    await writeFile(join(folder, 'file'), '')
    expect(await failureOf(join(folder, 'file', 'data'))).toBeInstanceOf(DatabaseError)
  })
})

test.each([
  '"postgres://user:the-password@127.0.0.1:1/balances"',
  ' postgres://user:the-password@127.0.0.1:1/balances',
  'POSTGRES://user:the-password@127.0.0.1:1/balances',
  'mysql://user:the-password@127.0.0.1:1/balances',
])('what is almost a URL is not taken for a folder: %s', async (location) => {
  const failure = await failureOf(location)
  expect(failure).toBeInstanceOf(DatabaseError)
  expect(String(failure)).toContain('postgres://')
  expect(inspect(failure, { depth: 9 })).not.toContain('the-password')
})

describe('a server', () => {
  test.each(['12/the-password', '12#the-password', '12?the-password', 'a/the-password', 'a@the-password', '%zz-the-password'])(
    'that cannot be reached is told without the password %s',
    async (password) => {
      const failure = await failureOf(`postgres://user:${password}@127.0.0.1:1/balances`)
      expect(failure).toBeInstanceOf(DatabaseError)
      const told = inspect(failure, { depth: 9 })
      for (const part of ['the-password', '12'])
        expect(told.replaceAll('127.0.0.1', '')).not.toMatch(new RegExp(`user:${part}|${part}@`))
    },
  )

  test('takes several processes that make the tables at the same moment', async () => {
    const database = await newPostgres('at-once')
    const jobs = await Promise.all(Array.from({ length: 8 }, () => openRefreshJob({ database })))
    await Promise.all(jobs.map((job) => job.close()))
  })

  test('whose user may not make tables is told as one that cannot be used', async () => {
    const url = new URL(await newPostgres('rights'))
    const owner = await openDatabase(inject('postgresUrl'))
    await owner.script(`create role guest login password 'the-password'`)
    await owner.close()
    url.username = 'guest'
    url.password = 'the-password'
    const failure = await failureOf(url.href)
    expect(failure).toBeInstanceOf(DatabaseError)
    expect(String(failure)).toContain('The tables cannot be set up: permission denied')
    expect(inspect(failure, { depth: 9 })).not.toContain('the-password')
  })

  test('whose user may write and not make tables is used where they are there', async () => {
    const location = await newPostgres('tables-are-there')
    await (await openRefreshJob({ database: location })).close()
    const owner = await openDatabase(location)
    await owner.script(`create role writer login password 'the-password'`)
    for (const schema of ['mesh_balance', 'mesh_queue'])
      await owner.script(`grant usage on schema ${schema} to writer;
        grant select, insert, update, delete on all tables in schema ${schema} to writer`)
    await owner.close()
    const url = new URL(location)
    url.username = 'writer'
    url.password = 'the-password'
    await using job = await openRefreshJob({ database: url.href })
    const { id } = await job.startRun([{ id: 'ada', type: 'coinbase' }])
    const mesh = createMeshClient({ clientId: 'id', clientSecret: 'secret', fetch: await createMockFetch(), numbers: 'exact' })
    await job.work(mesh, { until: id, token: () => 'any', poll: 20 })
    expect((await job.status()).runs[0]).toMatchObject({ id, fresh: 1 })
  })

  test.each([
    ['ends what takes too long', 'statement_timeout=50', 'select pg_sleep(10)', 'statement timeout'],
    ['is a replica', 'default_transaction_read_only=on', 'create table entry ()', 'read-only transaction'],
  ])('that %s is told with its place', async (_, setting, statement, reason) => {
    const url = new URL(inject('postgresUrl'))
    url.searchParams.set('options', `-c ${setting}`)
    const database = await openDatabase(url.href)
    const failure = await database.query(statement).catch((error: unknown) => error)
    await database.close()
    expect(failure).toBeInstanceOf(DatabaseError)
    expect(String(failure)).toContain(`PostgreSQL at ${url.host}/postgres went away`)
    expect(String(failure)).toContain(reason)
  })

  test('does both of two transactions that wait for each other', async () => {
    const database = await openDatabase(await newPostgres('deadlock'))
    await database.script('create table entry (id integer primary key, value integer); insert into entry values (1, 0), (2, 0)')
    let begun = 0
    let meet = () => {}
    const met = new Promise<void>((resolve) => (meet = resolve))
    const raise = (first: number, second: number) =>
      database.transaction(async (sql) => {
        await sql.query('update entry set value = value + 1 where id = $1', [first])
        if (++begun === 2) meet()
        await met
        await sql.query('update entry set value = value + 1 where id = $1', [second])
      })
    await Promise.all([raise(1, 2), raise(2, 1)])
    expect(begun).toBe(3)
    expect((await database.query('select value from entry')).rows).toEqual([{ value: 2 }, { value: 2 }])
    await database.close()
  })
})
