import { createRequire } from 'node:module'
import { type IHttpRequest, type IHttpResponse, ProblemJsonError } from '@stoplight/prism-http'
import type { EngineAnswer } from './engine-answer.js'
import { likely } from './likely-schema.js'
import { createPrism, prismConfig } from './prism.js'
import { answerOf } from './prism-answer.js'
import type { PrismOperation } from './prism-operations.js'
import { violationsOfResponse } from './prism-validator.js'
import { RequestProblem } from './request-problem.js'
import { seededNumber } from './seeded.js'

export interface DynamicRequest {
  readonly operation: PrismOperation
  readonly input: IHttpRequest
  readonly httpStatus: number | undefined
  /** The request's own. Default: one that follows from the mock's seed and the request, so that an account keeps its balance. */
  readonly seed: string | undefined
}

/** Prism's generator may leave a constraint out that it does not know. */
const attempts = 10

const prism = createPrism()

interface Faker {
  seed(seed: number): void
}

let faker: Faker | undefined

/** The faker that Prism generates with. Prism seeds its generator of schemas, but not what `x-faker` calls. */
function prismFaker(): Faker {
  const requireOfPrism = createRequire(import.meta.resolve('@stoplight/prism-http'))
  faker ??= requireOfPrism('@faker-js/faker').faker as Faker
  return faker
}

// Generator and faker are one for the process: who seeds them must have them alone until the answer is made.
let last: Promise<unknown> = Promise.resolve()

/** An answer that Prism makes up, the same for the same seed and request, in whatever order requests come. */
export function dynamicAnswer(request: DynamicRequest, mockSeed: string): Promise<EngineAnswer> {
  const answer = last.then(() => generate(request, mockSeed))
  last = answer.catch(() => {})
  return answer
}

async function generate({ operation, input, httpStatus, seed }: DynamicRequest, mockSeed: string): Promise<EngineAnswer> {
  const base = seed ?? String(seededNumber(mockSeed, input.method, input.url.path, input.url.query, input.body))
  let reason = ''
  for (let attempt = 0; attempt < attempts; attempt++) {
    // The last attempts are with the schema as it stands, should the likely one be impossible.
    const source = attempt < attempts / 2 ? likely(operation, httpStatus) : operation
    const response = await made(source, input, httpStatus, attempt === 0 ? base : `${base}/${attempt}`)
    if (response instanceof Error) {
      reason = firstLineOf(response)
      continue
    }
    const [violation] = violationsOfResponse(operation, response)
    if (!violation) return answerOf(response, [])
    reason = violation.message
  }
  throw new RequestProblem(
    500,
    'No answer made up',
    `Prism makes up nothing that the document allows here: ${reason}. Give the schema an "x-faker", or the response an example.`,
  )
}

async function made(
  operation: PrismOperation,
  input: IHttpRequest,
  httpStatus: number | undefined,
  seed: string,
): Promise<IHttpResponse | Error> {
  prismFaker().seed(seededNumber(seed) % 2 ** 32)
  const mock = { dynamic: true, seed, ...(httpStatus !== undefined && { code: httpStatus }) }
  const config = { ...prismConfig, checkSecurity: false, validateRequest: false, validateResponse: false, mock }
  const result = await prism.request(input, [operation], config)()
  if (result._tag === 'Right') return result.right.output
  // An answer of its own, such as 406.
  if (result.left instanceof ProblemJsonError) throw result.left
  return result.left
}

/** Prism's generator goes on with the whole schema. */
function firstLineOf({ message }: Error): string {
  return message.split('\n', 1)[0]?.replace(/[\s.{[]+$/, '') ?? ''
}
