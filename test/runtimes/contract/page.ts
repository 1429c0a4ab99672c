// The contract in a page, and in a web worker of that page.
import { runContractFrom } from './contract.ts'

const inWorker = (settingsUrl: string) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./web-worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.postMessage(settingsUrl)
  })

Object.assign(globalThis, { inPage: runContractFrom, inWorker })
