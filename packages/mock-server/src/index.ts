export type { HandledRequest } from './http-handler.js'
export { MockServerError, type MockServerErrorCode } from './mock-server-error.js'
export { listScenarios, type Scenario } from './scenarios.js'
export { type MockServer, type MockServerOptions, startMockServer } from './start-mock-server.js'
