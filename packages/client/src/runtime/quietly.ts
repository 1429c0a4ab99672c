/** Runs what an application gave us to report with: its failure, at once or later, must not fail a call or end the process. */
export const quietly = async (report: () => unknown): Promise<void> => {
  try {
    await report()
  } catch {}
}
