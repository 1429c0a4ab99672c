// The contract as a command, for Node, Bun and Deno. Prints the outcomes as its last line, and ends by itself: nothing may keep it alive.
import process from 'node:process'
import { runContractFrom } from './contract.ts'

console.log(JSON.stringify(await runContractFrom(process.argv[2] ?? '')))
