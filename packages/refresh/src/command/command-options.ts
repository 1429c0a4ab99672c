import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.js'

export interface CommandOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly database: string
  readonly concurrency: number
  readonly rate: number | undefined
  /** When runs begin, as pg-boss takes it. */
  readonly schedule: string | undefined
  readonly format: 'csv' | 'jsonl' | 'table' | undefined
  readonly type: string | undefined
  readonly json: boolean
}

const advice = '"mesh-balance --help" lists commands and options.'

/** @throws UsageError */
export const readCommandOptions = (args: readonly string[]): CommandOptions | 'help' | 'version' => {
  const { values, positionals } = parse(args)
  const [command, ...rest] = positionals
  if (values.help) return 'help'
  if (values.version) return 'version'
  if (command === undefined) throw new UsageError(`Give a command. ${advice}`)
  const format = (['csv', 'jsonl', 'table'] as const).find((known) => known === values.format)
  if (values.format !== undefined && format === undefined) throw new UsageError(`--format takes csv, jsonl or table. ${advice}`)
  if (values.every !== undefined && values.cron !== undefined) throw new UsageError('Give --every or --cron, and not both.')
  const concurrency = numberOf('--concurrency', values.concurrency) ?? 10
  if (!Number.isSafeInteger(concurrency)) throw new UsageError('--concurrency takes a whole number above 0.')
  return {
    command,
    args: rest,
    database: values.database ?? (process.env['DATABASE_URL'] || 'mesh-balance-data'),
    concurrency,
    rate: numberOf('--rate', values.rate),
    schedule: values.every === undefined ? values.cron : everyOf(values.every),
    format,
    type: values.type,
    json: values.json,
  }
}

const numberOf = (option: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !(value > 0) || value === Infinity)
    throw new UsageError(`${option} takes a number above 0, and not "${text}".`)
  return value
}

/** A recurrence rule, because cron cannot say "every 7 minutes". */
const everyOf = (text: string): string => {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? []
  const frequency = { s: 'SECONDLY', m: 'MINUTELY', h: 'HOURLY', d: 'DAILY' }[unit ?? '']
  if (frequency === undefined || Number(count) === 0)
    throw new UsageError(`--every takes a duration such as 30s, 15m, 6h or 1d, and not "${text}".`)
  return `FREQ=${frequency};INTERVAL=${count}`
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        database: { type: 'string' },
        concurrency: { type: 'string' },
        rate: { type: 'string' },
        every: { type: 'string' },
        cron: { type: 'string' },
        format: { type: 'string' },
        type: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
        version: { type: 'boolean', default: false },
      },
    })
  } catch (cause) {
    // Node goes on with advice about positional arguments that look like options.
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split(/\. |\n/)
    throw new UsageError(`${problem?.replace(/\.$/, '')}. ${advice}`, { cause })
  }
}
