import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { institutions } from '@mesh-balance/client'
import { CsvError, parse } from 'csv-parse'
import { reasonOf } from '../job/database-error.js'
import type { LinkedAccount } from '../job/index.js'
import { problemOfText } from '../job/problem-of-text.js'
import { looksLikeToken } from './looks-like-token.js'
import { UsageError } from './usage-error.js'

/** The accounts of a file, and their tokens, which go no further than the memory of this process. */
export interface AccountsFile {
  readonly accounts: readonly LinkedAccount[]
  /** @throws Error for an account that is not in the file */
  tokenOf(account: LinkedAccount): string
}

/** More would scroll the first ones away. */
const MOST_PROBLEMS = 20

/**
 * Reads accounts with `id`, `type` and `authToken`: CSV with a header, or, where the name ends in `.jsonl` or `.ndjson`, an object on each
 * line. The whole file is checked before anything is done with it.
 *
 * @throws UsageError that lists the lines that cannot be used
 */
export const readAccountsFile = async (path: string): Promise<AccountsFile> => {
  await access(path, constants.R_OK).catch(() => {
    throw new UsageError(`${path} cannot be read. Is it there?`)
  })
  if ((await stat(path)).isDirectory()) throw new UsageError(`${path} is a folder, and not a file with accounts.`)
  const tokens = new Map<string, { token: string; line: number }>()
  const accounts: LinkedAccount[] = []
  const problems: string[] = []
  const rows = /^\.(?:jsonl|ndjson)$/i.test(extname(path)) ? jsonLines(path) : csvRows(path)
  for await (const { line, row } of readable(path, rows)) {
    const problem = typeof row === 'string' ? row : problemOf(row, tokens)
    if (problem !== undefined) problems.push(`${path}:${line}: ${problem}`)
    else if (typeof row !== 'string') {
      const { id, type, authToken } = row as Record<'id' | 'type' | 'authToken', string>
      tokens.set(id, { token: authToken, line })
      accounts.push({ id, type })
    }
    if (problems.length === MOST_PROBLEMS) {
      problems.push('There may be more.')
      break
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'))
  if (accounts.length === 0) throw new UsageError(`${path} has no accounts.`)
  return {
    accounts,
    tokenOf: ({ id }) => {
      const entry = tokens.get(id)
      if (entry === undefined) throw new Error(`${path} has no account ${id}.`)
      return entry.token
    },
  }
}

async function* readable(path: string, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  try {
    yield* rows
  } catch (cause) {
    throw new UsageError(`${path} cannot be read to its end: ${reasonOf(cause)}.`, { cause })
  }
}

const problemOf = (row: Record<string, unknown>, known: ReadonlyMap<string, { line: number }>): string | undefined => {
  for (const field of ['id', 'type', 'authToken']) {
    if (typeof row[field] !== 'string' || row[field] === '') return `${field} is missing.`
  }
  const problem = problemOfText('id', row['id'])
  if (problem !== undefined) return problem
  const { id, type } = row as Record<'id' | 'type', string>
  if (!Object.hasOwn(institutions, type)) return `there is no institution${named(type)}.`
  const other = known.get(id)
  if (other !== undefined) return `account${named(id)} is on line ${other.line} already.`
  return undefined
}

/** Where columns are mixed up, what should be a name is a token. */
const named = (text: string): string => (looksLikeToken(text) ? '' : ` ${JSON.stringify(text)}`)

/** A line with its fields, or with what is wrong with it. Never with its text, which holds a token. */
interface Row {
  readonly line: number
  readonly row: Record<string, unknown> | string
}

async function* jsonLines(path: string): AsyncGenerator<Row> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    line++
    if (text.trim() !== '') yield { line, row: parseLine(text.replace(/^\uFEFF/, '')) }
  }
}

const parseLine = (text: string): Row['row'] => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : 'not a JSON object.'
  } catch {
    // The message of the parser quotes the line.
    return 'not a JSON object.'
  }
}

async function* csvRows(path: string): AsyncGenerator<Row> {
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true })
  // Of what goes wrong at the source, a pipe says nothing.
  const input = createReadStream(path).on('error', (error) => parser.destroy(error))
  input.pipe(parser)
  let header: string[] | undefined
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
      const line = info.lines
      if (header === undefined) {
        header = record
        const missing = ['id', 'type', 'authToken'].filter((field) => !record.includes(field))
        if (missing.length > 0) {
          yield { line, row: `the header has no ${missing.join(', ')}; it must name id, type and authToken.` }
          return
        }
      } else if (record.length !== header.length) {
        yield { line, row: `${record.length} fields, and the header has ${header.length}.` }
      } else yield { line, row: Object.fromEntries(header.map((field, index) => [field, record[index]])) }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // The message of the parser quotes what it could not read.
    yield { line: Number(error['lines'] ?? 0), row: `not CSV (${error.code}); is a quote not closed?` }
  }
}
