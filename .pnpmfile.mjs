/** The mock's reference page needs one file of Scalar's package, which is complete in itself: its 300 packages stay out (ADR 12). */
function readPackage(manifest) {
  return manifest.name === '@scalar/api-reference' ? { ...manifest, dependencies: {} } : manifest
}

export const hooks = { readPackage }
