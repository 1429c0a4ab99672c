// What an application writes, to be compiled by every TypeScript that is supported.
import {
  type AccountBalance,
  createMeshClient,
  type DecimalString,
  institutions,
  isMeshError,
  MeshApiError,
  type MeshClient,
  type MeshClientOptions,
  type Middleware,
  unlistedInstitution,
} from '@mesh-balance/client'

const timing: Middleware = { aroundCall: (request, next) => next({ ...request, headers: { ...request.headers, 'x-a': '1' } }) }
const options: MeshClientOptions = { clientId: 'id', timeout: 10_000, retry: { maxRetries: 1 }, middleware: [timing] }
const mesh: MeshClient = createMeshClient(options)

export async function readBalance(authToken: string, signal: AbortSignal): Promise<AccountBalance | string> {
  try {
    const { data, envelope, response, attempts } = await mesh
      .getBalance({ authToken, type: 'coinbase' }, { signal })
      .withResponse()
    const name: 'Coinbase' = institutions.coinbase.name
    const date: string | null = response.headers.get('date')
    return attempts > 1 ? `${name} ${envelope.status ?? ''} ${date}` : data
  } catch (error) {
    if (error instanceof MeshApiError) return error.displayMessage ?? `${error.httpStatus}`
    if (isMeshError(error)) return error.message
    throw error
  }
}

export async function readExactly(authToken: string): Promise<DecimalString | null | undefined> {
  const exact = createMeshClient({ numbers: 'exact' })
  const { balances } = await exact.getBalance({ authToken, type: unlistedInstitution('sandbox') })
  return balances?.[0]?.cash
}

// @ts-expect-error there is no such institution
mesh.getBalance({ authToken: 'token', type: 'bank' })
// @ts-expect-error the authToken is missing
mesh.getBalance({ type: 'coinbase' })
// @ts-expect-error there is no such option
createMeshClient({ secret: 'secret' })
