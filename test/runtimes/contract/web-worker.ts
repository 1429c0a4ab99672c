import { runContractFrom } from './contract.ts'

addEventListener('message', async ({ data }) => postMessage(await runContractFrom(data)))
