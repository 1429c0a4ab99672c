import { randomUUID } from 'node:crypto'
import { isJsonObject } from './document/json-object.js'
import { assertScenario, type Scenario, unknownScenario } from './document/scenarios.js'
import type { Engine, Standing } from './engine/engine.js'
import type { EngineAnswer } from './engine/engine-answer.js'
import type { EngineRequest } from './engine/engine-request.js'
import type { Incoming } from './engine/incoming.js'
import { RequestProblem } from './engine/request-problem.js'
import { createRandom } from './engine/seeded.js'
import { type Breakage, type Fault, isBreakage, readFaults } from './faults/fault.js'
import { createFaultRun, type FaultRun, noMisfortune } from './faults/fault-run.js'
import { createRequestedFaults } from './faults/requested-faults.js'
import type { GivenAnswer, MockAnswerOptions, MockControls, MockOptions } from './mock-controls.js'
import { MockServerError } from './mock-server-error.js'
import { createRequestRecorder } from './recorded-requests.js'
import { type ServedDocument, serveDocument } from './served-document.js'

/** An answer, and what happens to it on its way. */
export interface MockAnswer extends EngineAnswer {
  /** Milliseconds to wait before it. */
  readonly delay: number
  readonly breakage: Breakage | undefined
  readonly faults: readonly string[]
}

/** A mock of the API that a document describes, without a way in. */
export interface Mock {
  readonly controls: MockControls
  answer(request: EngineRequest): Promise<MockAnswer>
  /** What the mock answers by, until the next `reload()`. */
  served(): ServedDocument
  /** Paths of the files that the document was last read from, whether it could be served or not; none for one that was given as an object. */
  files(): readonly string[]
  /**
   * Reads the document again. What is in use stays so.
   * @throws MockServerError where it cannot be served, or no longer has what is in use. Then the document that was there goes on.
   */
  reload(): Promise<void>
}

/** What a valid request gets that chooses nothing itself, and how often. */
interface InForce extends Standing {
  /** What `given` was accepted from. */
  readonly givenAs?: GivenAnswer
  readonly faults: FaultRun
  left: number
}

/** @throws MockServerError `invalid-option`, `invalid-document`, `unknown-scenario` */
export async function createMock(options: MockOptions): Promise<Mock> {
  const { scenario, dynamic, fault = [] } = options
  const seed = String(options.seed ?? randomUUID())
  const faults = readFaults(fault)
  let files: readonly string[] = []
  const read = () =>
    serveDocument(options.document, scenario, seed, (paths) => {
      files = paths
    })
  let served = await read()
  assertFailures(served.scenarios, faults)
  const scenarios = [...served.scenarios]

  const recorder = createRequestRecorder()
  const runOf = (written: readonly Fault[]) => createFaultRun(written, { random: createRandom(seed, 'faults') })
  const atStart = (): InForce => ({ scenario, dynamic, faults: runOf(faults), left: Number.POSITIVE_INFINITY })
  let initial = atStart()
  let inUse = initial
  let requested = createRequestedFaults(createRandom(seed, 'requested'))

  /** No await in it: two requests at a time must not both be the last one. */
  function standingFor(incoming: Incoming): { standing: InForce; misfortune: typeof noMisfortune } {
    const standing = inUse.left > 0 ? inUse : initial
    const { preferences, isValid } = incoming
    const run = preferences.fault === undefined ? standing.faults : requested.runOf(preferences.fault)
    if (counts(incoming, standing)) standing.left -= 1
    return { standing, misfortune: run.next(isValid) }
  }

  function counts({ operation, preferences, isValid }: Incoming, { scenario: name, given, faults: run }: InForce): boolean {
    const { scenario: chosen, httpStatus, dynamic: isDynamic, fault: ownFault } = preferences
    const choosesItself = chosen !== undefined || httpStatus !== undefined || isDynamic !== undefined
    const answers =
      given?.has(operation) ||
      (name !== undefined && served.engine.answersOf(operation).scenarios.some((each) => each.name === name))
    const onlyFaults = given === undefined && name === initial.scenario && run !== initial.faults
    return onlyFaults ? ownFault === undefined : Boolean(answers) && isValid && !choosesItself
  }

  async function answerTo(request: EngineRequest): Promise<MockAnswer> {
    const { engine, secrets } = served
    let incoming: Incoming | undefined
    let misfortune = noMisfortune
    let answer: EngineAnswer
    try {
      incoming = await engine.read(request)
      const found = standingFor(incoming)
      misfortune = found.misfortune
      answer = await answerOf(engine, incoming, found.standing, misfortune)
    } catch (error) {
      answer = engine.problemOf(error)
    }
    const { faults: met, delay, breakage } = misfortune
    recorder.record(request, incoming?.input.body, secrets, { ...answer, faults: met })
    return { ...answer, delay, breakage, faults: met }
  }

  function givenIn(answer: GivenAnswer): Pick<InForce, 'scenario' | 'given' | 'givenAs'> {
    const given = served.engine.accept(answer)
    // A later change of the body must not count.
    const givenAs: GivenAnswer = JSON.parse(JSON.stringify(answer))
    return { scenario: undefined, given, givenAs }
  }

  return {
    answer: answerTo,
    served: () => served,
    files: () => files,
    async reload() {
      const next = await read()
      const { scenario: name, givenAs } = inUse
      if (name !== undefined) assertScenario(next.scenarios, name)
      const given = givenAs && next.engine.accept(givenAs)
      if (given) inUse = { ...inUse, given }
      served = next
      scenarios.splice(0, scenarios.length, ...next.scenarios)
    },
    controls: {
      scenarios,
      requests: recorder.requests,
      seed,
      use(wanted, { times = Number.POSITIVE_INFINITY } = {}) {
        if (!(times === Number.POSITIVE_INFINITY || (Number.isInteger(times) && times > 0))) {
          throw new MockServerError(
            'invalid-option',
            `times is ${times}. Give a whole number above 0, or leave it out for all requests.`,
          )
        }
        const answer = typeof wanted === 'string' ? { scenario: wanted } : wanted
        const { scenario: name, status, fault: written } = checkedAnswer(answer)
        if (name !== undefined) assertScenario(scenarios, name)
        const ownFaults = written === undefined ? undefined : readFaults(written)
        if (ownFaults) assertFailures(scenarios, ownFaults)
        inUse = {
          ...initial,
          ...(name !== undefined && { scenario: name }),
          ...(status !== undefined && givenIn({ ...answer, status })),
          ...(ownFaults && { faults: runOf(ownFaults) }),
          left: times,
        }
      },
      reset() {
        initial = atStart()
        inUse = initial
        requested = createRequestedFaults(createRandom(seed, 'requested'))
        recorder.clear()
      },
    },
  }
}

/** @throws MockServerError `unknown-scenario` */
function assertFailures(scenarios: readonly Scenario[], faults: readonly Fault[]): void {
  for (const fault of faults) {
    if (fault.kind !== 'fail' || fault.failure === undefined || isBreakage(fault.failure)) continue
    assertScenario(scenarios, fault.failure)
  }
}

/** A request over the limit, or one that shall fail, gets the document's answer to that, or a problem where it has none. */
async function answerOf(
  engine: Engine,
  incoming: Incoming,
  standing: Standing,
  { retryAfter, failure }: typeof noMisfortune,
): Promise<EngineAnswer> {
  const { scenarios } = engine.answersOf(incoming.operation)
  if (retryAfter !== undefined) {
    const headers = { 'Retry-After': String(retryAfter) }
    const scenario = scenarios.find(({ httpStatus }) => httpStatus === 429)
    if (!scenario) throw new RequestProblem(429, 'Too many requests', `Try again in ${retryAfter} s.`, headers)
    const answer = await engine.serve(incoming, scenario)
    return { ...answer, headers: { ...answer.headers, ...headers } }
  }
  if (failure !== undefined) {
    const scenario = scenarios.find(({ name, httpStatus }) => (failure === '' ? httpStatus >= 500 : name === failure))
    if (scenario) return await engine.serve(incoming, scenario)
    if (failure === '') throw new RequestProblem(500, 'Failure', 'This request was to fail.')
    throw new RequestProblem(400, 'Unknown scenario', unknownScenario(scenarios, failure))
  }
  return await engine.answer(incoming, standing)
}

function checkedAnswer(answer: unknown): MockAnswerOptions {
  if (!isJsonObject(answer)) {
    throw new MockServerError(
      'invalid-option',
      'use() was given neither a name nor an object. Give a scenario, a status or a fault.',
    )
  }
  const { scenario, status, fault, body, headers, ...unknown } = answer
  const [key] = Object.keys(unknown)
  if (key !== undefined) {
    const known = 'scenario, status, body, headers and fault'
    throw new MockServerError('invalid-option', `use() does not know "${key}". What it answers is said by ${known}.`)
  }
  if (scenario === undefined && status === undefined && fault === undefined) {
    throw new MockServerError('invalid-option', 'use() was given nothing to do. Give a scenario, a status or a fault.')
  }
  if (status === undefined && (body !== undefined || headers !== undefined)) {
    throw new MockServerError('invalid-option', 'use() was given a body or headers without a status. Give their HTTP status.')
  }
  if (scenario !== undefined && status !== undefined) {
    throw new MockServerError('invalid-option', 'use() was given a scenario and a status. Give one of them.')
  }
  return answer
}

/** @throws MockServerError `invalid-option` */
export function assertOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return
  throw new MockServerError('invalid-option', 'The options are not an object. Give one, or nothing.')
}
