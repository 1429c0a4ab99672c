import { expect, test } from 'vitest'
import { readCommandOptions } from '../../src/command/command-options.js'
import { UsageError } from '../../src/command/usage-error.js'

const refusalOf = (args: string[]): string => {
  try {
    readCommandOptions(args)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return String(error)
  }
  return ''
}

test.each([
  [[], 'Give a command'],
  [['refresh', 'a', '--rate', 'fast'], '--rate'],
  [['refresh', 'a', '--rate', '0'], '--rate'],
  [['refresh', 'a', '--concurrency', '0'], '--concurrency'],
  [['refresh', 'a', '--concurrency', '1.5'], '--concurrency'],
  [['refresh', 'a', '--dance'], '--dance'],
  [['worker', 'a', '--every', 'often'], '--every'],
  [['worker', 'a', '--every', '0m'], '--every'],
  [['worker', 'a', '--every', '15m', '--cron', '0 6 * * *'], '--every or --cron'],
  [['export', '--format', 'xml'], '--format'],
  [['export', '--format', 'csv', '--json'], '--json or --format'],
  [['status', '--every', '15m'], 'status takes no --every'],
  [['status', 'accounts.csv'], 'status takes no "accounts.csv"'],
])('refuses %j', (args, message) => {
  expect(refusalOf(args)).toContain(message)
})

const secret = 'eyJhbGciOiJIUzI1NiJ9.very-secret-1'
test.each([
  [['get', '--type', 'coinbase', secret]],
  [['get', '--type', 'coinbase', 'secret']],
  [['get', '--type', secret]],
  [['get', '--type', 'coinbase', '--token', secret]],
  [['get', '--type', 'coinbase', '--token', 'secret']],
  [['get', '--type', 'coinbase', `--auth-token=${secret}`]],
  [['get', '--type', 'coinbase', `--authToken=${secret}`]],
  [['get', '--type', 'coinbase', '--', secret]],
  [[secret]],
  [['refresh', secret]],
  [['worker', secret]],
  [['status', secret]],
])('refuses a token as an argument, and does not repeat it: %j', (args) => {
  const refusal = refusalOf(args)
  expect(refusal).toContain('An authToken is never given as an argument')
  expect(refusal).not.toContain('secret')
})

test.each([
  [['refresh', './accounts-of-november-2026']],
  [['refresh', '/home/ada/accounts-of-november-2026.csv']],
  [['refresh', 'accounts-of-november-2026.jsonl', '--database', 'balances-of-november-2026']],
  [['reconnected', '3f2504e0-4f89-11d3-9a0c-0305e82c3301']],
  [['worker', 'accounts.csv', '--cron', '*/15 6-20 * * MON-FRI']],
])('takes what only looks a little like one: %j', (args) => {
  expect(refusalOf(args)).toBe('')
})

test.each([
  ['30s', 'FREQ=SECONDLY;INTERVAL=30'],
  ['15m', 'FREQ=MINUTELY;INTERVAL=15'],
  ['6h', 'FREQ=HOURLY;INTERVAL=6'],
  ['1d', 'FREQ=DAILY;INTERVAL=1'],
  ['off', 'off'],
])('--every %s', (every, schedule) => {
  expect(readCommandOptions(['worker', 'accounts.csv', '--every', every])).toMatchObject({ schedule })
})
