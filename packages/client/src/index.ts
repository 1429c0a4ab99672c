export { createMeshClient, type MeshClient } from './create-mesh-client.js'
export { environments, institutionTypeDetails as institutions } from './generated/facts.gen.js'
export type * from './generated/types.gen.js'
export type { Drift } from './runtime/drift.js'
export { AuthenticationError } from './runtime/errors/authentication-error.js'
export { MeshAbortError } from './runtime/errors/mesh-abort-error.js'
export { MeshApiError } from './runtime/errors/mesh-api-error.js'
export { MeshConfigError } from './runtime/errors/mesh-config-error.js'
export { MeshConnectionError } from './runtime/errors/mesh-connection-error.js'
export { isMeshError, MeshError } from './runtime/errors/mesh-error.js'
export { MeshInvalidResponseError } from './runtime/errors/mesh-invalid-response-error.js'
export { MeshTimeoutError } from './runtime/errors/mesh-timeout-error.js'
export { ReconnectRequiredError } from './runtime/errors/reconnect-required-error.js'
export * from './runtime/errors/status-errors.js'
export type { DecimalString, Exact } from './runtime/exact.js'
export type { LogFields, Logger } from './runtime/logger.js'
export type { MeshCall, MeshResponse, WithResponse } from './runtime/mesh-call.js'
export type {
  AttemptMiddleware,
  AttemptResponse,
  CallMiddleware,
  Middleware,
  MiddlewareContext,
  MiddlewareRequest,
} from './runtime/middleware.js'
export type { CallOptions, Environment, MeshClientOptions, Numbers, RetryOptions } from './runtime/options.js'
export { isPassing } from './runtime/retry/retry-policy.js'
export type {
  BodyReader,
  Transport,
  TransportBody,
  TransportHeaders,
  TransportRequest,
  TransportResponse,
} from './runtime/transport.js'
export { unlistedInstitution } from './runtime/unlisted-institution.js'
