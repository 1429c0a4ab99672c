/** A request that the mock refuses by itself, before or instead of the document's own answers. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem'
  readonly httpStatus: number
  readonly title: string

  constructor(httpStatus: number, title: string, detail: string) {
    super(detail)
    this.httpStatus = httpStatus
    this.title = title
  }
}
