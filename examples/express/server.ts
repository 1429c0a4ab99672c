import { createMeshClient } from '@mesh-balance/client'
import { createApp } from './app.ts'

createApp(createMeshClient()).listen(3000, () => console.log('http://localhost:3000/balance'))
