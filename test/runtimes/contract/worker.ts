// The contract as a worker, for workerd.
import { runContractFrom } from './contract.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await runContractFrom(new URL(request.url).searchParams.get('settings') ?? ''))
  },
}
