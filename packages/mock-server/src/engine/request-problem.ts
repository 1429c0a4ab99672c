/** A request that the mock refuses by itself, before or instead of the document's own answers. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem'
  readonly httpStatus: number
  readonly title: string
  readonly headers: Readonly<Record<string, string>>

  constructor(httpStatus: number, title: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    this.httpStatus = httpStatus
    this.title = title
    this.headers = headers
  }
}
