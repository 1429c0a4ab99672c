import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockFolder } from '../../src/job/folder-lock.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refresh-lock-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a folder is for one at a time, also in the same process', async () => {
  const data = join(folder, 'data')
  const unlock = await lockFolder(data)
  await expect(lockFolder(data)).rejects.toThrow(`in use by process ${process.pid}`)
  unlock()
  ;(await lockFolder(data))()
  expect(existsSync(`${data}.lock`)).toBe(false)
})

test.each([
  ['of a process that is gone', () => String(spawnSync(process.execPath, ['--version']).pid)],
  ['of an earlier process with the same id, as in a container', () => String(process.pid)],
  ['that was not written to its end', () => ''],
])('a lock %s is taken over', async (_, owner) => {
  const data = join(folder, 'left')
  await writeFile(`${data}.lock`, owner())
  ;(await lockFolder(data))()
})

test('one of many takes a lock over', async () => {
  const data = join(folder, 'raced')
  await writeFile(`${data}.lock`, String(spawnSync(process.execPath, ['--version']).pid))
  const taken = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(data)))
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(existsSync(`${data}.lock.takeover`)).toBe(false)
})
