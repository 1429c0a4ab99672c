import { type StatsListener, unwatchFile, watchFile } from 'node:fs'

export interface FileWatch {
  /** Looks at these files from now on, and at no others. */
  set(files: readonly string[]): void
  close(): void
}

/** Milliseconds between two looks. Looking is slower than being told, but also sees what editors replace, and files in shared folders. */
const interval = 200

export function watchFiles(changed: () => void): FileWatch {
  let watched: readonly string[] = []
  const listener: StatsListener = (now, before) => {
    if (now.mtimeMs !== before.mtimeMs || now.size !== before.size) changed()
  }
  function set(files: readonly string[]): void {
    for (const file of watched) if (!files.includes(file)) unwatchFile(file, listener)
    for (const file of files) if (!watched.includes(file)) watchFile(file, { interval, persistent: false }, listener)
    watched = files
  }
  return { set, close: () => set([]) }
}
