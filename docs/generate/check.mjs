// Says what is wrong with the sources of the site, without building it: node docs/generate/check.mjs [--root FOLDER]
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readFacts } from './facts.mjs'
import { exists } from './files.mjs'
import { DocsError } from './problems.mjs'
import { readBenchmarks } from './records.mjs'
import { readRowPages } from './rows.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const { values } = parseArgs({ options: { root: { type: 'string', default: path.resolve(here, '../..') } } })
try {
  const facts = readFacts(values.root)
  const benchmarks = exists(values.root, 'docs/records/benchmarks.json') ? readBenchmarks(values.root) : undefined
  const rows = readRowPages(facts, benchmarks)
  console.log(`${rows.length} rows`)
} catch (error) {
  if (!(error instanceof DocsError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
