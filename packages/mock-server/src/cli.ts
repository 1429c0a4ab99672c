#!/usr/bin/env node
import module from 'node:module'

// Node keeps what it has compiled, which halves the time of the next start. Before anything else is imported.
module.enableCompileCache?.()
await import('./command/command.js')
