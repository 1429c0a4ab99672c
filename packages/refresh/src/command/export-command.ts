import { once } from 'node:events'
import type { StoredBalance } from '../job/index.js'
import type { CommandOptions } from './command-options.js'
import { openExistingJob } from './open-existing-job.js'
import { print, table } from './print.js'

const columns = ['account', 'type', 'currency', 'cash', 'buyingPower', 'cryptocurrencyBuyingPower', 'readAt'] as const

export const exportCommand = async ({ database, format, json }: CommandOptions): Promise<number> => {
  const kind = format ?? (json ? 'jsonl' : process.stdout.isTTY ? 'table' : 'csv')
  await using job = await openExistingJob(database)
  if (kind === 'table') {
    const rows = (await Array.fromAsync(job.balances())).map(cellsOf)
    print(
      table(
        columns.map((column) => column.toUpperCase()),
        rows,
      ),
    )
    return 0
  }
  if (kind === 'csv') print(`${columns.join(',')}\n`)
  for await (const balance of job.balances()) {
    const line = kind === 'csv' ? cellsOf(balance).map(quoted).join(',') : JSON.stringify(balance)
    // A reader that is slow holds up the reading of the tables.
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain')
  }
  return 0
}

const cellsOf = (balance: StoredBalance): string[] =>
  columns.map((column) => {
    const value = balance[column]
    return value instanceof Date ? value.toISOString() : (value ?? '')
  })

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
