import { execFileSync } from 'node:child_process'
import { rmdirSync } from 'node:fs'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMeshClient } from '@mesh-balance/client'
import { createMockFetch } from '@mesh-balance/mock-server'
import { expect, test } from 'vitest'
import { openRefreshJob } from '../src/job/index.js'

/** A disk of so many megabytes; undefined where this process may not make one. */
const makeDisk = (folder: string, size: number): Disposable | undefined => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    console.log(`Skipped: a small disk cannot be made here (${error instanceof Error ? error.message : error}).`)
    return undefined
  }
  return {
    [Symbol.dispose]: () => {
      execFileSync('umount', [folder])
      rmdirSync(folder)
    },
  }
}

test('a disk that fills up ends the work with an error, and the run goes on when there is room', async ({ skip }) => {
  const folder = await mkdtemp(join(tmpdir(), 'refresh-disk-'))
  using disk = makeDisk(folder, 200)
  if (disk === undefined) return skip()
  const database = join(folder, 'balances')
  const rest = join(folder, 'what-else-is-there')
  const mesh = createMeshClient({ clientId: 'id', clientSecret: 'secret', fetch: await createMockFetch(), numbers: 'exact' })
  const accounts = Array.from({ length: 5000 }, (_, id) => ({ id: `account ${id}`, type: 'coinbase' }))
  const first = await openRefreshJob({ database })
  const { id } = await first.startRun(accounts)
  let filled: Promise<void> | undefined
  const fill = async () => {
    const { bavail, bsize } = await statfs(folder)
    await writeFile(rest, Buffer.alloc(bavail * bsize - 40 * 2 ** 20))
  }
  const onStored = () => {
    filled ??= fill()
  }
  await expect(first.work(mesh, { until: id, token: () => 'any', onStored })).rejects.toThrow(
    /^The database in .* cannot write, because its disk is full: it needs 64 MB, and \d+ MB are left\. What is stored is kept\./,
  )
  await filled
  await first.close()
  await expect(openRefreshJob({ database })).rejects.toThrow('disk is full')

  await rm(rest)
  await using second = await openRefreshJob({ database, retryDelay: 0 })
  const stored = await Array.fromAsync(second.balances())
  expect(stored.length).toBeGreaterThan(0)
  await second.work(mesh, { until: id, token: () => 'any', poll: 100 })
  expect((await second.status()).runs[0]).toMatchObject({ id, accounts: 5000, fresh: 5000, finishedAt: expect.any(Date) })
  await second.close()
})

test('the disk that is looked at is the one of the folder itself', async ({ skip }) => {
  const folder = await mkdtemp(join(tmpdir(), 'refresh-disk-'))
  using disk = makeDisk(folder, 50)
  if (disk === undefined) return skip()
  await expect(openRefreshJob({ database: folder })).rejects.toThrow('disk is full: it needs 64 MB, and 50 MB are left')
})
