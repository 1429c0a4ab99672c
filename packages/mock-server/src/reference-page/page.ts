import { isJsonObject, type JsonObject, objectAt, textAt } from '../document/json-object.js'
import type { OpenApiDocument } from '../document/open-api-document.js'

/** Any will do for the mock; the renderer masks the word wherever it appears, so it is none that other text holds. */
const PLACEHOLDER = 'any-credential'

/** What the renderer leaves to mend; its classes are those of the version that is installed. */
const css = `
/* "Authentication" is cut off where the names of the schemes are long. */
.scalar-app button:has([data-testid="auth-indicator"]) { flex: none }
.scalar-app button:has([data-testid="auth-indicator"]) + div { min-width: 0; flex: 1; justify-content: end }
.scalar-app button:has([data-testid="auth-indicator"]) + div .scalar-button { width: auto; text-align: end; white-space: normal }
/* A long address or a long line makes the try-it wider than the screen. */
.scalar-client > main > div { min-width: 0 }
.scalar-client table[style="grid-template-columns: 1fr;"] { grid-template-columns: minmax(0, 1fr) !important }
@media (max-width: 800px) {
  /* It covers the address. */
  .scalar-client .scalar-sidebar-toggle { display: none }
  /* As narrow as the cell, it shows the same beginning of each scenario. */
  .scalar-app div:has(> .custom-scroll > [role="menu"]) { min-width: min(18rem, 80vw) }
}`

export function pageHtml(document: OpenApiDocument, scripts: readonly string[]): string {
  const title = textAt(objectAt(document.root, 'info'), 'title') ?? 'Reference'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
</head>
<body>
<div id="reference"></div>
<noscript>This page needs JavaScript.</noscript>
${scripts.map((path) => `<script src="${path}"></script>`).join('\n')}
</body>
</html>
`
}

/** Starts the renderer, with all of it switched off that would leave this machine or that a mock has no use for. */
export function startScript(document: OpenApiDocument, documentPath: string): string {
  const configuration = {
    url: documentPath,
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: 'never',
    hideClientButton: true,
    // It is the mock's copy, not the document.
    documentDownloadType: 'none',
    customCss: css,
    authentication: authenticationFor(document),
  }
  return `Scalar.createApiReference('#reference', {
  ...${JSON.stringify(configuration)},
  servers: [{ url: location.origin }],
  // On a narrow screen the answer comes below the whole request.
  onResponseReceived() {
    document.querySelector('[role="dialog"] section[aria-label="Response"]')?.scrollIntoView()
  },
})
`
}

function authenticationFor(document: OpenApiDocument): JsonObject {
  const schemes = objectAt(objectAt(document.root, 'components'), 'securitySchemes')
  const [requirement] = Array.isArray(document.root['security']) ? document.root['security'] : []
  return {
    preferredSecurityScheme: isJsonObject(requirement) ? [Object.keys(requirement)] : null,
    securitySchemes: Object.fromEntries(
      Object.entries(schemes).map(([name, scheme]) => [name, placeholderFor(document.resolve(scheme))]),
    ),
  }
}

function placeholderFor(scheme: JsonObject): JsonObject {
  if (scheme['type'] === 'apiKey') return { value: PLACEHOLDER }
  if (scheme['type'] === 'http') return { token: PLACEHOLDER, username: PLACEHOLDER, password: PLACEHOLDER }
  const flows = Object.keys(objectAt(scheme, 'flows')).map((flow) => [flow, { token: PLACEHOLDER }])
  return { flows: Object.fromEntries(flows) }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
