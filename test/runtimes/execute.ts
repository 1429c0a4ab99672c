import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Longer than all clauses together. */
const TIMEOUT = 120_000

/** Runs a command to its end. Where it fails, the message is what it printed. */
export async function execute(
  cwd: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, env, timeout: TIMEOUT, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '', killed, message } = error as { [field: string]: string | undefined }
    const why = killed ? `It did not end within ${TIMEOUT} ms.` : ''
    throw new Error([why, stdout, stderr].filter(Boolean).join('\n') || message)
  }
}
