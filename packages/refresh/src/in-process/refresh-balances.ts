import { type BalanceRequest, MeshConfigError } from '@mesh-balance/client'
import { type BalanceReader, createAccountReader } from './account-reader.js'
import { AccountSourceError } from './account-source-error.js'
import { type RefreshOptions, refreshLimits } from './options.js'
import { createPace } from './pace.js'
import { createProgressCount } from './progress.js'

/** The one result of an account: its balance, or why there is none. */
export type RefreshResult<Account, Balance> =
  | { readonly account: Account; readonly balance: Balance; readonly error?: undefined }
  | { readonly account: Account; readonly error: Error; readonly balance?: undefined }

/** Accounts to read, of any number: an array, a generator that reads a file, a cursor of a database. */
export type AccountSource<Account> = Iterable<Account> | AsyncIterable<Account>

/**
 * Reads the balances of all accounts, a bounded number at a time, and gives one result for each as soon as it is there. A failure of an
 * account is its result. Nothing is read before the iteration begins, or far ahead of it, and to leave it ends the work.
 *
 * @throws MeshConfigError at once for an option that cannot be used
 * @throws AccountSourceError from the iteration, after the last result, where the source of the accounts failed
 * @example
 * import { createMeshClient } from '@mesh-balance/client'
 * import { refreshBalances } from '@mesh-balance/refresh'
 *
 * const accounts = [{ id: 'ada', authToken: 'token-of-ada', type: 'coinbase' }] as const
 * for await (const { account, balance, error } of refreshBalances(createMeshClient(), accounts)) {
 *   if (error) console.error(account.id, error.message)
 *   else console.log(account.id, balance.totalCashUsdValue)
 * }
 */
export function refreshBalances<Account extends BalanceRequest, Balance>(
  mesh: BalanceReader<Balance>,
  accounts: AccountSource<Account>,
  options?: RefreshOptions<Account>,
): AsyncGenerator<RefreshResult<Account, Balance>, void, void>
export function refreshBalances<Account, Balance>(
  mesh: BalanceReader<Balance>,
  accounts: AccountSource<Account>,
  options: RefreshOptions<Account> & { request: NonNullable<RefreshOptions<Account>['request']> },
): AsyncGenerator<RefreshResult<Account, Balance>, void, void>
export function refreshBalances<Account, Balance>(
  mesh: BalanceReader<Balance>,
  accounts: AccountSource<Account>,
  options: RefreshOptions<Account> = {},
): AsyncGenerator<RefreshResult<Account, Balance>, void, void> {
  const limits = refreshLimits(options)
  if (typeof accounts !== 'object' || accounts === null || !(Symbol.asyncIterator in accounts || Symbol.iterator in accounts)) {
    throw new MeshConfigError('accounts must be an iterable or an async iterable, such as an array or an async generator.')
  }
  return refresh(mesh, accounts, limits, options)
}

async function* refresh<Account, Balance>(
  mesh: BalanceReader<Balance>,
  accounts: AccountSource<Account>,
  limits: ReturnType<typeof refreshLimits>,
  { signal: ending, request = ofAccount, total = lengthOf(accounts), onProgress }: RefreshOptions<Account>,
): AsyncGenerator<RefreshResult<Account, Balance>, void, void> {
  const leaving = new AbortController()
  const signal = ending === undefined ? leaving.signal : AbortSignal.any([ending, leaving.signal])
  const pace = createPace(limits)
  const progress = createProgressCount(total)
  const tellProgress = () => {
    try {
      onProgress?.(progress.read(Math.max(0, pace.pausedUntil - performance.now())))
    } catch {}
  }
  const read = createAccountReader(mesh, { pace, maxRetries: limits.maxRetries, signal, onPause: tellProgress })

  const finished: RefreshResult<Account, Balance>[] = []
  let given = 0
  let underWay = 0
  let isPulling = false
  let isExhausted = false
  let failure: AccountSourceError | undefined
  let wake = () => {}

  const start = async (account: Account): Promise<void> => {
    underWay++
    try {
      finished.push({ account, balance: await read(() => request(account, signal)) })
      progress.count(false)
      tellProgress()
    } catch (error) {
      // What was broken off has no result: it is neither read nor failed.
      if (!signal.aborted) {
        finished.push({ account, error: error instanceof Error ? error : new Error(String(error), { cause: error }) })
        progress.count(true)
        tellProgress()
      }
    }
    underWay--
    wake()
    void pull()
  }

  const iterator = iteratorOf(accounts)
  // Results that nobody takes hold up the work, so that a slow reader needs no more memory than a fast one.
  const hasRoom = () => underWay < limits.concurrency && underWay + finished.length < 2 * limits.concurrency
  const pull = async (): Promise<void> => {
    if (isPulling) return
    isPulling = true
    try {
      while (!isExhausted && !signal.aborted && hasRoom()) {
        const next = iterator.next()
        const { done, value } = isAsync(next) ? await next : next
        if (done) isExhausted = true
        else if (!signal.aborted) {
          given++
          void start(value)
        }
      }
    } catch (cause) {
      isExhausted = true
      failure = new AccountSourceError(given, cause)
    }
    isPulling = false
    wake()
  }

  const onAbort = () => wake()
  signal.addEventListener('abort', onAbort)
  try {
    for (;;) {
      void pull()
      const result = finished.shift()
      if (result !== undefined) yield result
      else if (underWay === 0 && (signal.aborted || (isExhausted && !isPulling))) break
      else await new Promise<void>((resolve) => (wake = resolve))
    }
    if (failure !== undefined) throw failure
  } finally {
    signal.removeEventListener('abort', onAbort)
    leaving.abort()
    if (!isExhausted) {
      const closed = iterator.return?.()
      // A source that is still busy with the next account may never come to its end.
      if (isPulling) Promise.resolve(closed).catch(() => {})
      else await closed
    }
  }
}

const iteratorOf = <Account>(accounts: AccountSource<Account>): Iterator<Account> | AsyncIterator<Account> =>
  Symbol.asyncIterator in accounts ? accounts[Symbol.asyncIterator]() : accounts[Symbol.iterator]()

const isAsync = <Value>(next: Value | PromiseLike<Value>): next is PromiseLike<Value> =>
  typeof next === 'object' && next !== null && 'then' in next

const lengthOf = (accounts: object): number | undefined => {
  if (Array.isArray(accounts)) return accounts.length
  return accounts instanceof Set || accounts instanceof Map ? accounts.size : undefined
}

const ofAccount = (account: unknown): BalanceRequest => {
  const { authToken, type } = (account ?? {}) as Partial<BalanceRequest>
  if (typeof authToken !== 'string' || authToken === '') throw new MeshConfigError('The account has no authToken.')
  if (typeof type !== 'string') throw new MeshConfigError('The account has no type, which names its institution.')
  return { authToken, type }
}
