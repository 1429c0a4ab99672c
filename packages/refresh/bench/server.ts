// The mock, until its parent ends.
import { startMockServer } from '@mesh-balance/mock-server'

const { url } = await startMockServer()
process.send?.(url)
process.on('disconnect', () => process.exit())
