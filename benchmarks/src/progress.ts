/** One line that says what is going on, on a terminal; nothing where the output is a file. */
export const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`)
}
