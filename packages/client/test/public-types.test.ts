// Uses of the public types as applications write them, which the next releases must still compile: `pnpm spec:check` compiles the copy of the
// last release (../baseline) against the present client. So: nothing but the package is imported, and what is here is only added to.
import {
  type AccountBalance,
  type ApiResult,
  type AttemptMiddleware,
  AuthenticationError,
  BadRequestError,
  type BalanceRequest,
  type BalanceResult,
  type CallMiddleware,
  type CallOptions,
  ConflictError,
  type CurrencyBalance,
  createMeshClient,
  type DecimalString,
  type Drift,
  type Environment,
  type Exact,
  environments,
  type InstitutionType,
  institutions,
  isMeshError,
  LockedError,
  type Logger,
  MeshAbortError,
  MeshApiError,
  type MeshCall,
  type MeshClient,
  type MeshClientOptions,
  MeshConfigError,
  MeshConnectionError,
  MeshError,
  MeshInvalidResponseError,
  MeshTimeoutError,
  type Middleware,
  NotFoundError,
  PermissionDeniedError,
  ReconnectRequiredError,
  type ResultStatus,
  type RetryOptions,
  ServerFailureError,
  TooManyRequestError,
  type Transport,
  UnavailableForLegalReasonsError,
  unlistedInstitution,
  type WithResponse,
} from '@mesh-balance/client'
import { expect, test } from 'vitest'

const retry: RetryOptions = { maxRetries: 3, minDelay: 100, maxDelay: 2000, maxRetryAfter: 10_000 }
const logger: Logger = console
const transport: Transport = async ({ method, url, headers, body, signal }) => {
  const { status, headers: received, body: stream } = await fetch(url, { method, headers, body, signal })
  return { status, headers: received, body: stream }
}
const timed: AttemptMiddleware = async (request, next, { operation, attempt, safeToRepeat, call }) => {
  const { status, headers } = await next({ ...request, headers: { ...request.headers, 'x-attempt': String(attempt) } })
  logger.info(`${operation} ${safeToRepeat} ${status} ${headers.get('date')} ${typeof call}`, { operation })
  return next(request)
}
const around: CallMiddleware = async (request, next) => next(request)
const middleware: Middleware[] = [timed, { aroundCall: around, aroundAttempt: timed }]

const options: MeshClientOptions = {
  clientId: 'id',
  clientSecret: 'secret',
  environment: 'sandbox',
  baseUrl: 'https://mesh.example',
  timeout: 1000,
  totalTimeout: 5000,
  retry,
  middleware,
  logger,
  fetch,
  transport,
  validate: 'warn',
  onDrift: (drift: Drift) => logger.warn(JSON.stringify(drift), { operation: 'getBalance' }),
  numbers: 'number',
  maxResponseBytes: 1e6,
  dangerouslyAllowBrowser: false,
  dangerouslyAllowHttp: false,
}
const callOptions: CallOptions = {
  signal: AbortSignal.timeout(1),
  timeout: 1,
  totalTimeout: 2,
  retry: false,
  headers: { a: 'b' },
}
const environment: Environment = 'production'

async function spendable(mesh: MeshClient, request: BalanceRequest): Promise<string> {
  const call: MeshCall<AccountBalance, BalanceResult> = mesh.getBalance(request, callOptions)
  const { balances, totalCashUsdValue, totalBuyingPowerUsdValue } = await call
  const totals: (number | null | undefined)[] = [totalCashUsdValue, totalBuyingPowerUsdValue]
  const entries: CurrencyBalance[] = balances ?? []
  for (const { currencyCode, cash, buyingPower, cryptocurrencyBuyingPower } of entries) {
    const amounts: (number | null | undefined)[] = [cash, buyingPower, cryptocurrencyBuyingPower]
    logger.debug(`${currencyCode?.toUpperCase()} ${[...totals, ...amounts].join()}`, { operation: 'getBalance' })
  }
  const answer: WithResponse<AccountBalance, BalanceResult> = await call.withResponse()
  const { content, status, message, displayMessage, errorType, errorData } = answer.envelope
  const texts: (string | null | undefined)[] = [message, displayMessage, errorType]
  return [status, content?.balances?.length, ...texts, errorData, answer.attempts, answer.response.headers.get('date')].join()
}

async function exact(request: BalanceRequest): Promise<DecimalString | undefined> {
  const mesh = createMeshClient({ numbers: 'exact', clientId: 'id', clientSecret: 'secret' })
  const balance: Exact<AccountBalance> = await mesh.getBalance(request)
  const text: string | null | undefined = balance.totalCashUsdValue
  logger.debug(String(text), { operation: 'getBalance' })
  return balance.balances?.[0]?.cash ?? undefined
}

function explained(error: unknown): string {
  if (!isMeshError(error)) return 'something else'
  const general: MeshError = error
  if (error instanceof ReconnectRequiredError) return error.displayMessage ?? 'reconnect'
  if (error instanceof TooManyRequestError) return `in ${error.retryAfter ?? 0} ms`
  if (error instanceof MeshApiError) {
    const { httpStatus, status, errorType, displayMessage, errorData, requestId, attempts, operation } = error
    const known: [number, string | undefined, string | undefined] = [httpStatus, status, errorType]
    return [...known, displayMessage, errorData, requestId, attempts, operation].join()
  }
  if (error instanceof MeshTimeoutError || error instanceof MeshConnectionError) return `${error.attempts} ${error.message}`
  if (error instanceof MeshAbortError || error instanceof MeshInvalidResponseError || error instanceof MeshConfigError)
    return error.name
  return general.message
}

test('what applications use is there', () => {
  const classes = [
    AuthenticationError,
    BadRequestError,
    ConflictError,
    LockedError,
    NotFoundError,
    PermissionDeniedError,
    ServerFailureError,
    UnavailableForLegalReasonsError,
  ]
  for (const ErrorClass of classes) expect(ErrorClass.prototype).toBeInstanceOf(MeshApiError)
  expect(MeshError.prototype).toBeInstanceOf(Error)
  const statuses: ResultStatus[] = [
    'ok',
    'serverFailure',
    'permissionDenied',
    'badRequest',
    'notFound',
    'conflict',
    'tooManyRequest',
  ]
  const more: ResultStatus[] = ['locked', 'unavailableForLegalReasons']
  const failure: ApiResult = { status: 'locked', message: null, displayMessage: null, errorType: null, errorData: {} }
  const types: InstitutionType[] = ['coinbase', 'robinhood', 'binanceUs', unlistedInstitution('sandbox')]
  const shown: { name: string; supported: boolean } = institutions.coinbase
  expect([statuses.length + more.length, failure.status, types.length, shown.name]).toEqual([9, 'locked', 4, 'Coinbase'])
  const address: string = environments[environment]
  expect(address).toMatch(/^https:/)
  expect(createMeshClient({ ...options, transport: undefined })).toHaveProperty('getBalance')
  expect([spendable, exact, explained].map((each) => typeof each)).toEqual(['function', 'function', 'function'])
})
