import type { Outcome } from './contract/settings.ts'
import type { Project } from './project.ts'

/** Something that the packages must work on, or with. */
export interface Runtime {
  name: string
  /** Undefined where it is the machine's own, so that it differs between machines. */
  pinned?: string
  /**
   * Tries everything there.
   *
   * @throws Unavailable where there is no such thing on this machine, which is no failure of the packages
   */
  run(project: Project): Promise<Tried>
}

export interface Tried {
  version: string
  outcomes: Outcome[]
}

/** The runtime is not there; the message says why. */
export class Unavailable extends Error {}
