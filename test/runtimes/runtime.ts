import type { Outcome } from './contract/settings.ts'
import type { Project } from './project.ts'

/** Something that the packages must work on, or with. */
export interface Runtime {
  name: string
  /** Undefined where it is the machine's own, so that it differs between machines. */
  pinned?: string
  /**
   * Tries everything there. Not to be told from a failure of the packages is a defect: what is not there throws `Unavailable`.
   *
   * @throws Unavailable
   */
  run(project: Project): Promise<Tried>
}

export interface Tried {
  version: string
  outcomes: Outcome[]
}

/** The runtime is not there; the message says why. */
export class Unavailable extends Error {}
