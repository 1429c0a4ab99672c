/** Runs what was given to us to report with, or to clean up: its failure, at once or later, must not fail a call or end the process. */
export const quietly = async (report: () => unknown): Promise<void> => {
  try {
    await report()
  } catch {}
}
