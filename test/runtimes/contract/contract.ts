// One file for every runtime: no test runner, nothing of Node, nothing but the packages as they are installed.
import * as mesh from '@mesh-balance/client'
import * as secondCopy from 'second-copy'
import { check, checkEqual, everythingIn, failureOf } from './check.ts'
import type { Outcome, Settings } from './settings.ts'

const clientId = 'id-of-the-application'
const clientSecret = 'secret-of-the-application'
const authToken = 'token-of-the-account'
const account = { authToken, type: 'coinbase' } as const

/** Longer than any clause takes, and shorter than anybody would wait. */
const CLAUSE_TIMEOUT = 20_000

type Clause = (settings: Settings) => unknown

const clientOf = ({ mockUrl, isBrowser }: Settings, options: mesh.MeshClientOptions = {}): mesh.MeshClient =>
  mesh.createMeshClient({
    clientId,
    clientSecret,
    baseUrl: mockUrl,
    retry: false,
    dangerouslyAllowBrowser: isBrowser,
    ...options,
  })

/** Calls `getBalance` with a fault of the mock, or with a scenario. */
const prefer = (preference: string): mesh.CallOptions => ({ headers: { Prefer: preference } })

/** Counts of faults are kept apart by name, also between runtimes that share a mock. */
const unique = (): string => Math.random().toString(36).slice(2)

const checkNoSecret = (value: unknown): void => {
  const shown = everythingIn(value)
  for (const secret of [clientSecret, authToken]) check(!shown.includes(secret), `a secret can be read in ${shown.slice(0, 200)}`)
}

/** Wants a failure of a class, known by each way in which an application may ask, with no secret in it. */
const checkFailure = async (work: Promise<unknown>, className: string): Promise<mesh.MeshError> => {
  const failure = await failureOf(work)
  // A status that has no class of its own yet is a plain MeshApiError.
  const ErrorClass = Reflect.get(mesh, className) ?? mesh.MeshApiError
  check(failure instanceof ErrorClass, `rejects with ${String(failure)}, and not with a ${className}`)
  check(mesh.isMeshError(failure), 'isMeshError does not know the error')
  checkEqual((failure as Error).name, ErrorClass.prototype.name, 'its name')
  checkNoSecret(failure)
  return failure as mesh.MeshError
}

const clauses: Record<string, Clause> = {
  'a browser is refused, unless that is allowed': (settings) => {
    const create = () => mesh.createMeshClient({ clientId, clientSecret, baseUrl: settings.mockUrl })
    if (!settings.isBrowser) return void create()
    try {
      create()
    } catch (error) {
      check(error instanceof mesh.MeshConfigError && error.message.includes('dangerouslyAllowBrowser'), String(error))
      return
    }
    throw new Error('the client started in a browser')
  },

  'credentials and URL come from variables, or are asked for': async (settings) => {
    const create = () => mesh.createMeshClient({ dangerouslyAllowBrowser: settings.isBrowser })
    if (settings.hasVariables) return void (await create().getBalance(account))
    try {
      create()
    } catch (error) {
      check(error instanceof mesh.MeshConfigError && error.message.includes('MESH_CLIENT_ID'), String(error))
      return
    }
    throw new Error('the client started without credentials')
  },

  'every example of the document has its result, or its error': async (settings) => {
    const client = clientOf(settings) as unknown as Record<string, (...args: unknown[]) => mesh.MeshCall<unknown>>
    check(settings.examples.length > 0, 'there are no examples')
    for (const { operationId, args, scenario, httpStatus, result, error } of settings.examples) {
      const [input, options] = args.length > 1 ? args : [undefined, ...args]
      const headers = { ...(options as mesh.CallOptions).headers, Prefer: `code=${httpStatus}, example=${scenario}` }
      const call = client[operationId]?.(...(args.length > 1 ? [input] : []), { headers }).withResponse() ?? Promise.resolve()
      if (error === undefined) checkEqual((await call)?.data, result, scenario)
      else checkEqual(Reflect.get(await checkFailure(call, error), 'httpStatus'), httpStatus, `HTTP status of ${scenario}`)
    }
  },

  'every failing status under HTTP status 200 is an error of its class': async (settings) => {
    for (const status of settings.failingStatuses) {
      const client = clientOf(settings, { baseUrl: `${settings.answersUrl}/status/${status}` })
      const className = `${status.charAt(0).toUpperCase()}${status.slice(1)}Error`
      checkEqual(Reflect.get(await checkFailure(client.getBalance(account), className), 'status'), status, 'status')
    }
  },

  'the rest of an answer is there': async (settings) => {
    const { data, envelope, response, attempts } = await clientOf(settings).getBalance(account).withResponse()
    checkEqual(envelope.content, data, 'content')
    checkEqual([response.status, attempts], [200, 1], 'HTTP status and attempts')
    check(response.headers.get('content-type')?.startsWith('application/json') === true, 'there is no content type')
  },

  'a passing failure is repeated': async (settings) => {
    const client = clientOf(settings, { retry: { maxRetries: 2, minDelay: 1 } })
    const { attempts } = await client.getBalance(account, prefer(`fault="fail=2#${unique()}"`)).withResponse()
    checkEqual(attempts, 3, 'attempts')
    const failure = await checkFailure(client.getBalance(account, prefer(`fault="fail=3#${unique()}"`)), 'ServerFailureError')
    checkEqual(Reflect.get(failure, 'attempts'), 3, 'attempts')
  },

  'a broken connection is a MeshConnectionError': async (settings) => {
    for (const fault of ['reset', 'reset=body', 'truncate']) {
      await checkFailure(clientOf(settings).getBalance(account, prefer(`fault="${fault}"`)), 'MeshConnectionError')
    }
    await checkFailure(clientOf(settings, { baseUrl: settings.closedUrl }).getBalance(account), 'MeshConnectionError')
  },

  'an attempt ends with timeout, to the last byte of its body': async (settings) => {
    for (const fault of ['stall', 'stall=body']) {
      const call = clientOf(settings).getBalance(account, { ...prefer(`fault="${fault}"`), timeout: 50 })
      const failure = await checkFailure(call, 'MeshTimeoutError')
      check(failure.message.includes('50 ms (timeout)'), failure.message)
    }
  },

  'a call ends with totalTimeout': async (settings) => {
    const call = clientOf(settings).getBalance(account, { ...prefer('fault="stall"'), timeout: Infinity, totalTimeout: 50 })
    const failure = await checkFailure(call, 'MeshTimeoutError')
    check(failure.message.includes('50 ms (totalTimeout)'), failure.message)
  },

  'a signal ends a call before, in and between attempts': async (settings) => {
    const reason = new Error('the person went away')
    const checkAbort = async (work: Promise<unknown>): Promise<void> => {
      const failure = await checkFailure(work, 'MeshAbortError')
      check(failure.name === 'AbortError' && failure.cause === reason, `${failure.name}, because of ${String(failure.cause)}`)
    }
    const client = clientOf(settings)
    await checkAbort(client.getBalance(account, { signal: AbortSignal.abort(reason) }))
    for (const fault of ['stall', 'stall=body']) {
      const controller = new AbortController()
      const call = client.getBalance(account, { ...prefer(`fault="${fault}"`), signal: controller.signal })
      setTimeout(() => controller.abort(reason), 50)
      await checkAbort(call)
    }
    const controller = new AbortController()
    const abortSoon = () => void setTimeout(() => controller.abort(reason), 50)
    const waiting = clientOf(settings, {
      totalTimeout: Infinity,
      retry: { maxRetries: 1, minDelay: 1e8, maxDelay: 1e8 },
      logger: { debug() {}, info: abortSoon, warn: abortSoon, error() {} },
    })
    await checkAbort(waiting.getBalance(account, { ...prefer('example=server-failure'), signal: controller.signal }))
  },

  'exact amounts keep every digit': async (settings) => {
    const baseUrl = `${settings.answersUrl}/exact`
    const client = mesh.createMeshClient({
      clientId,
      clientSecret,
      baseUrl,
      numbers: 'exact',
      dangerouslyAllowBrowser: settings.isBrowser,
    })
    const { totalCashUsdValue, balances } = await client.getBalance(account)
    checkEqual(totalCashUsdValue, '12345678901234567.89', 'totalCashUsdValue')
    checkEqual(balances?.[0], { currencyCode: 'USD', cash: '0.10', buyingPower: '1e-18' }, 'balances')
  },

  'secrets are in no error, also where the server quotes them': async (settings) => {
    const failure = await checkFailure(
      clientOf(settings, { baseUrl: `${settings.answersUrl}/quote` }).getBalance(account),
      'ServerFailureError',
    )
    check(everythingIn(failure).includes('[redacted]'), 'nothing was quoted, so that nothing was tried')
  },

  'secrets are neither in the client nor in what middleware and logger see': async (settings) => {
    const seen: unknown[] = []
    const line = (...args: unknown[]) => void seen.push(args)
    const client = clientOf(settings, {
      logger: { debug: line, info: line, warn: line, error: line },
      middleware: [
        (request, next, context) => {
          seen.push(request, context)
          return next(request)
        },
      ],
    })
    await client.getBalance(account)
    check(seen.length > 2, 'nothing was seen')
    checkNoSecret([seen, client])
  },

  'drift is told, from a chunk that is loaded when it is wanted': async (settings) => {
    const baseUrl = `${settings.answersUrl}/drift`
    const drifts: mesh.Drift[] = []
    const lenient = clientOf(settings, { baseUrl, validate: 'warn', onDrift: (drift) => drifts.push(drift) })
    await lenient.getBalance(account)
    checkEqual(
      drifts.map(({ path, received }) => [path, received]),
      [['content.totalCashUsdValue', 'string']],
      'drift',
    )
    const strict = clientOf(settings, { baseUrl, validate: 'throw' })
    const failure = await checkFailure(strict.getBalance(account), 'MeshInvalidResponseError')
    checkEqual(Reflect.get(failure, 'drifts'), drifts, 'drifts of the error')
  },

  'what is no answer of the API is a MeshInvalidResponseError': async (settings) => {
    for (const path of ['html', 'empty', 'redirect']) {
      const client = clientOf(settings, { baseUrl: `${settings.answersUrl}/${path}` })
      await checkFailure(client.getBalance(account), 'MeshInvalidResponseError')
    }
    await checkFailure(clientOf(settings, { maxResponseBytes: 10 }).getBalance(account), 'MeshInvalidResponseError')
  },

  'errors of two copies of the package know each other': async (settings) => {
    check(secondCopy.MeshError !== mesh.MeshError, 'there is one copy, so that nothing was tried')
    const failure = await failureOf(clientOf(settings).getBalance(account, prefer('example=locked')))
    check(secondCopy.isMeshError(failure), 'isMeshError does not know the error of the other copy')
    check(failure instanceof secondCopy.LockedError, 'instanceof does not know the error of the other copy')
    check(!(failure instanceof secondCopy.ConflictError), 'instanceof takes one class for another')
    const other = new secondCopy.MeshConfigError('made by the other copy')
    check(mesh.isMeshError(other) && other instanceof mesh.MeshConfigError, 'the error of the other copy is not known')
  },

  'every institution of the document has a name': ({ institutionTypes }) => {
    const institutions: Record<string, { name: string; supported: boolean }> = mesh.institutions
    checkEqual(Object.keys(institutions).sort(), [...institutionTypes].sort(), 'institutions')
    for (const [type, { name, supported }] of Object.entries(institutions)) {
      check(name !== '' && typeof supported === 'boolean', `${type} has no name`)
    }
  },
}

const before = (limit: number): Promise<never> =>
  new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`did not end within ${limit} ms`)), limit)
    // Where timers are objects, this one does not keep the process from ending.
    ;(timer as { unref?: () => void }).unref?.()
  })

/** Tries every clause, one after the other. */
async function runContract(settings: Settings): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [clause, hold] of Object.entries(clauses)) {
    try {
      await Promise.race([hold(settings), before(CLAUSE_TIMEOUT)])
      outcomes.push({ clause })
    } catch (error) {
      outcomes.push({ clause, failure: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) })
    }
  }
  return outcomes
}

/** Reads the settings from where they are served, and tries every clause with them. */
export async function runContractFrom(settingsUrl: string): Promise<Outcome[]> {
  return runContract((await (await fetch(settingsUrl)).json()) as Settings)
}
