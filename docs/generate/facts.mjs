// What the repository says of itself: rows, example pages, tests, refusals, benchmarks, evaluation cases. The site is
// made of these; no page types any of it again.
import crypto from 'node:crypto'
import { exists, filesBelow, readJson, readText } from './files.mjs'
import { fail } from './problems.mjs'

export const THEMES = ['meta', 'typing', 'data_model', 'concurrency', 'design', 'async', 'caching']

// Rows by their order in the catalogue: A1 to A30, B1 to B30, C1 to C20, D1 to D10.
export const byRow = (a, b) => a[0].localeCompare(b[0]) || Number(a.slice(1)) - Number(b.slice(1))

// {row: {row, title, names, modules}} from the README's table.
export function readRows(root) {
  const rows = new Map()
  for (const line of readText(root, 'README.md').split('\n')) {
    const match = line.match(/^\| ([A-D]\d+) \| (.+?) \| (.+?) \| (.+?) \|$/)
    if (!match) continue
    const quoted = (text) => [...text.matchAll(/`([^`]+)`/g)].map((found) => found[1])
    rows.set(match[1], { row: match[1], title: match[2], names: quoted(match[3]), modules: quoted(match[4]) })
  }
  if (!rows.size) fail('README.md', "has no table of rows ('| A1 | title | `names` | `module` |')")
  return rows
}

// {'caching/C8_ttl_cache': {id, row, stem, source, golden}}: a page is a test since each one has its golden output.
function readExamples(root) {
  const pages = new Map()
  for (const source of filesBelow(root, 'examples', /^examples\/[^/]+\/[A-D]\d+_[^/]*\.cpp$/)) {
    const id = source.slice('examples/'.length, -'.cpp'.length)
    const golden = source.replace(/\.cpp$/, '.golden')
    if (!exists(root, golden)) fail(source, 'is no test: it has no .golden beside it')
    const stem = id.split('/')[1]
    pages.set(id, { id, stem, row: stem.split('_')[0], source, golden })
  }
  return pages
}

// {'SUITE.test': {file, line}}
function readTests(root) {
  const tests = new Map()
  for (const file of filesBelow(root, 'tests', /_test\.cpp$/)) {
    readText(root, file)
      .split('\n')
      .forEach((line, index) => {
        const match = line.match(/^(?:TYPED_)?TEST(?:_F|_P)?\((\w+),\s*(\w+)\)/)
        if (match) tests.set(`${match[1]}.${match[2]}`, { file, line: index + 1 })
      })
  }
  return tests
}

// {'caching/ttl_...': file}
function readNegatives(root) {
  return new Map(
    filesBelow(root, 'tests/negative', /\.cpp$/).map((file) => [
      file.slice('tests/negative/'.length, -'.cpp'.length),
      file
    ])
  )
}

export const digest = (text) => crypto.createHash('sha256').update(text).digest('hex').slice(0, 16)

// {compilers, cases: [{name, verdicts: {compiler id: verdict}, title, clause}]} from the committed report of evaluate.
function readToolchains(root) {
  const report = readJson(root, 'docs/toolchains.json')
  const cases = new Map(report.cases.map((item) => [item.name, { ...item, verdicts: new Map() }]))
  for (const result of report.results) cases.get(result.case).verdicts.set(result.compiler, result)
  return { started: report.started, compilers: report.compilers, cases: [...cases.values()] }
}

const PASSES = new Set(['pass', 'pass with warnings', 'unexpectedly fixed'])

// Whether a compiler is right about a case; undefined is a case that it was not tried with.
export const passes = (result) => PASSES.has(result?.verdict)

// The evaluation cases of that name, or of the group of that name.
export const casesOf = (toolchains, prefix) =>
  toolchains.cases.filter(({ name }) => name === prefix || name.startsWith(`${prefix}.`))

export function readFacts(root) {
  return {
    root,
    rows: readRows(root),
    examples: readExamples(root),
    tests: readTests(root),
    negatives: readNegatives(root),
    toolchains: readToolchains(root)
  }
}
