import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { looksLikeToken } from './looks-like-token.js'
import { UsageError } from './usage-error.js'

export interface CommandOptions {
  readonly command: CommandName
  readonly args: readonly string[]
  readonly database: string
  readonly concurrency: number
  readonly rate: number | undefined
  /** When runs begin, as pg-boss takes it; `off` ends that. */
  readonly schedule: string | undefined
  readonly format: 'csv' | 'jsonl' | 'table' | undefined
  readonly type: string | undefined
  readonly json: boolean
}

/** What each command takes, beside `--json`. */
const optionsOf = {
  get: ['type'],
  refresh: ['database', 'concurrency', 'rate'],
  worker: ['database', 'concurrency', 'rate', 'every', 'cron'],
  status: ['database'],
  export: ['database', 'format'],
  reconnected: ['database'],
} as const
export type CommandName = keyof typeof optionsOf

const advice = '"mesh-balance --help" lists commands and options.'
const tokenAdvice =
  'An authToken is never given as an argument, where everybody on this machine can read it. Set MESH_AUTH_TOKEN, pipe it to standard input, or type it when asked; for many accounts, write them to a file.'

/** @throws UsageError */
export const readCommandOptions = (args: readonly string[]): CommandOptions | 'help' | 'version' => {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  if (values.version) return 'version'
  const [name, ...rest] = positionals
  const { database, ...others } = values
  // Ids of accounts look like tokens, and are none.
  for (const given of [...(name === 'reconnected' ? [] : positionals), ...Object.values(others)]) {
    if (typeof given === 'string' && looksLikeToken(given) && !existsSync(given)) throw new UsageError(tokenAdvice)
  }
  if (name === undefined) throw new UsageError(`Give a command. ${advice}`)
  const command = (Object.keys(optionsOf) as CommandName[]).find((known) => known === name)
  if (command === undefined)
    throw new UsageError(`There is no command "${name}"; there are ${Object.keys(optionsOf).join(', ')}.`)
  if (command === 'get' && rest.length > 0) throw new UsageError(tokenAdvice)
  if ((command === 'status' || command === 'export') && rest.length > 0)
    throw new UsageError(`${command} takes no "${rest[0]}". ${advice}`)
  for (const option of Object.keys(values)) {
    if (option !== 'json' && !optionsOf[command].some((known) => known === option))
      throw new UsageError(`${command} takes no --${option}. ${advice}`)
  }
  const format = (['csv', 'jsonl', 'table'] as const).find((known) => known === values.format)
  if (values.format !== undefined && format === undefined) throw new UsageError(`--format takes csv, jsonl or table. ${advice}`)
  if (values.json && format !== undefined && format !== 'jsonl') throw new UsageError('Give --json or --format, and not both.')
  if (values.every !== undefined && values.cron !== undefined) throw new UsageError('Give --every or --cron, and not both.')
  const concurrency = numberOf('--concurrency', values.concurrency) ?? 10
  if (!Number.isSafeInteger(concurrency)) throw new UsageError('--concurrency takes a whole number above 0.')
  return {
    command,
    args: rest,
    database: database ?? (process.env['DATABASE_URL'] || 'mesh-balance-data'),
    concurrency,
    rate: numberOf('--rate', values.rate),
    schedule: values.every === undefined ? values.cron : everyOf(values.every),
    format,
    type: values.type,
    json: values.json ?? false,
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
  if (text === 'off') return text
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? []
  const frequency = { s: 'SECONDLY', m: 'MINUTELY', h: 'HOURLY', d: 'DAILY' }[unit ?? '']
  if (frequency === undefined || Number(count) === 0)
    throw new UsageError(`--every takes a duration such as 30s, 15m, 6h or 1d, or "off", and not "${text}".`)
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
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    })
  } catch (cause) {
    if (args.some((given) => looksLikeToken(given) || /^--?(?:auth-?)?token\b/i.test(given))) throw new UsageError(tokenAdvice)
    // Node goes on with advice about positional arguments that look like options.
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split(/\. |\n/)
    throw new UsageError(`${problem?.replace(/\.$/, '')}. ${advice}`, { cause })
  }
}
