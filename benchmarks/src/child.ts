import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process that answers each message with one of its own. */
export interface Child extends Disposable {
  /** Its first message. */
  readonly ready: unknown
  ask(message: unknown): Promise<unknown>
}

/** @throws Error when the process ends instead of answering */
const answerOf = async (child: ChildProcess, what: string): Promise<unknown> => {
  const controller = new AbortController()
  const { signal } = controller
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`${what} ended with ${code}.`)
      }),
    ])
  } finally {
    controller.abort()
  }
}

export const startChild = async (module: string, ...args: string[]): Promise<Child> => {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), args, {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const what = [module, ...args].join(' ')
  return {
    ready: await answerOf(child, what),
    ask: (message) => {
      child.send(message as object)
      return answerOf(child, what)
    },
    [Symbol.dispose]: () => child.disconnect(),
  }
}
