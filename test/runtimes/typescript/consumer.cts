// The same from CommonJS.
import mesh = require('@mesh-balance/client')

const client: mesh.MeshClient = mesh.createMeshClient({ clientId: 'id', clientSecret: 'secret' })
const read = (authToken: string) => client.getBalance({ authToken, type: 'coinbase' })
export = read
