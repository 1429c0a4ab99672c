/** What a person can mend: a sentence, without a stack. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError'
}

/** Runs a command of this folder: what it throws is one line, and the exit code 1. */
export async function run(command: string, main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    console.error(`${command}: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
