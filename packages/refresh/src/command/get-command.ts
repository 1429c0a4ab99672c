import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createMeshClient, type InstitutionType, institutions, isMeshError, ReconnectRequiredError } from '@mesh-balance/client'
import type { CommandOptions } from './command-options.js'
import { print, printJson, table, tellFailure } from './print.js'
import { UsageError } from './usage-error.js'

export const getCommand = async ({ type, json }: CommandOptions): Promise<number> => {
  if (type === undefined || !Object.hasOwn(institutions, type)) {
    throw new UsageError(
      `--type must name an institution, such as coinbase; ${type === undefined ? 'it is missing' : `there is no "${type}"`}.`,
    )
  }
  const mesh = createMeshClient({ numbers: 'exact' })
  const authToken = await readToken()
  try {
    const balance = await mesh.getBalance({ authToken, type: type as InstitutionType })
    if (json) printJson(balance)
    else {
      const rows = (balance.balances ?? []).map(({ currencyCode, cash, buyingPower }) => [
        currencyCode ?? '',
        cash ?? '',
        buyingPower ?? '',
      ])
      print(table(['CURRENCY', 'CASH', 'BUYING POWER'], rows))
    }
    return 0
  } catch (error) {
    if (!isMeshError(error)) throw error
    tellFailure(error, json)
    return error instanceof ReconnectRequiredError ? 3 : 1
  }
}

/** Never from an argument: everybody on the machine can read those. */
const readToken = async (): Promise<string> => {
  const given = process.env['MESH_AUTH_TOKEN'] || (process.stdin.isTTY ? await ask() : await text(process.stdin)).trim()
  if (given === '')
    throw new UsageError('There is no authToken: set MESH_AUTH_TOKEN, pipe it to standard input, or type it when asked.')
  return given
}

/** Empty where the input ends. */
const ask = async (): Promise<string> => {
  // A reader on a terminal echoes to its output; this one goes nowhere. It is there before the question, so that nothing typed early is shown.
  const output = new Writable({ write: (_, __, done) => done() })
  const reader = createInterface({ input: process.stdin, output, terminal: true })
  reader.on('SIGINT', () => {
    process.stderr.write('\n')
    process.exit(130)
  })
  process.stderr.write('authToken (not shown): ')
  try {
    // At Ctrl-D some versions of Node reject the question, and others leave it open.
    return await Promise.race([reader.question('').catch(() => ''), once(reader, 'close').then(() => '')])
  } finally {
    reader.close()
    process.stderr.write('\n')
  }
}
