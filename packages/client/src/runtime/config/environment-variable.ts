/** A variable of the environment; undefined where it is missing or cannot be had. */
export const environmentVariable = (name: string): string | undefined => {
  // Not every runtime has `process`, and Deno throws for a variable that it may not read.
  try {
    return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[name]
  } catch {
    return undefined
  }
}
