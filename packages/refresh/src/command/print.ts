/** Rows under their headings, as wide as they need to be. */
export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const lines = [headings, ...rows]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

export const print = (text: string): void => {
  process.stdout.write(text)
}

export const printJson = (value: unknown): void => print(`${JSON.stringify(value)}\n`)

/** What is no result goes where it does not get into a pipe. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

/** What ended the command, and where results are JSON, as JSON. */
export const tellFailure = (error: unknown, json: boolean): void => {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  note(json ? JSON.stringify({ error: { name, message } }) : `mesh-balance: ${message}`)
}
