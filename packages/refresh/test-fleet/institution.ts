import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMockFetch } from '@mesh-balance/mock-server'

export interface Institution extends AsyncDisposable {
  readonly url: string
  /** Answers of success by account. */
  readonly served: Map<string, number>
  /** Accounts that were asked for while an answer for them was under way. */
  readonly overlaps: string[]
  /** Requests in all. */
  readonly requests: number
}

/**
 * The mock, behind a server that knows which account each request is for: `account 7 scenario:locked` is the token of `account 7`, and the
 * mock is asked with the rest.
 */
export const startInstitution = async (): Promise<Institution> => {
  const mock = await createMockFetch()
  const served = new Map<string, number>()
  const underWay = new Set<string>()
  const overlaps: string[] = []
  let requests = 0
  const server = createServer(async (request, response) => {
    requests++
    let text = ''
    for await (const chunk of request) text += chunk
    const body = JSON.parse(text)
    const [, account = '', authToken = ''] = /^(account \d+) (.*)$/.exec(body.authToken) ?? []
    if (underWay.has(account)) overlaps.push(account)
    underWay.add(account)
    const headers = { 'Content-Type': 'application/json', 'X-Client-Id': 'id', 'X-Client-Secret': 'secret' }
    const url = new URL(request.url ?? '/', 'https://mock.test')
    const answer = await mock(url, { method: 'POST', headers, body: JSON.stringify({ ...body, authToken }) })
    const content = await answer.text()
    // Long enough for two workers to meet.
    await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20))
    underWay.delete(account)
    if (answer.status === 200) served.set(account, (served.get(account) ?? 0) + 1)
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    served,
    overlaps,
    get requests() {
      return requests
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** One account in a hundred must be connected again, another one is locked, and three fail at first. */
export const tokenOf = (account: string): string => {
  const number = Number(account.replace('account ', ''))
  const wish = {
    0: 'scenario:unauthorized-token',
    1: 'scenario:locked',
    2: 'fault:fail=1',
    3: 'fault:fail=1',
    4: 'fault:fail=1',
  }[number % 100]
  return `${account} ${wish === 'fault:fail=1' ? `${wish}#${number}` : (wish ?? 'any')}`
}

export const expectedOf = (count: number): { fresh: number; failed: number; parked: number } => {
  const each = Array.from({ length: count }, (_, number) => number % 100)
  const parked = each.filter((rest) => rest === 0).length
  const failed = each.filter((rest) => rest === 1).length
  return { parked, failed, fresh: count - parked - failed }
}
