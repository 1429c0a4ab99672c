import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface RunningMock extends AsyncDisposable {
  url: string
}

/** Starts the `mesh-mock` that a project has installed, by its command. */
export async function startPackedMock(project: string): Promise<RunningMock> {
  const child = spawn(process.execPath, [join(project, 'node_modules/@mesh-balance/mock-server/dist/cli.js'), '--port', '0'])
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? []
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', reject).on('close', () => reject(new Error(`mesh-mock ended: ${output}`)))
  })
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      // Twice: requests that stall would be waited for.
      child.kill()
      child.kill()
      await ended
    },
  }
}
