// The content of a row's page, docs/rows/<stem>.md: what only a person can say (the problem, the hazards), and by name
// what it is shown with. Each name is looked up here, so that what is renamed elsewhere is missed at once.
import { exists, filesBelow, readText } from './files.mjs'
import { byRow, casesOf } from './facts.mjs'
import { frontmatter } from './frontmatter.mjs'
import { Problems, fail } from './problems.mjs'

const KEYS = ['row', 'python', 'parts', 'concepts', 'refused', 'wrong', 'benchmarks', 'cases', 'standard']
const SECTIONS = ['Problem', 'Python', 'C++']
const CLAUSE = /^[a-z][a-z0-9]*([.][a-z0-9]+)*$/

function sections(file, body) {
  const found = new Map()
  for (const part of body.split(/^## /m).slice(1)) {
    const [name, ...rest] = part.split('\n')
    found.set(name.trim(), rest.join('\n').trim())
  }
  const names = [...found.keys()]
  if (names.join() !== SECTIONS.join()) {
    fail(file, `its headings are ${names.join(', ') || 'none'}, and must be ${SECTIONS.join(', ')}`)
  }
  for (const [name, text] of found) if (!text) fail(file, `the section '${name}' is empty`)
  return Object.fromEntries(found)
}

export function parseRow(file, text) {
  const { data, body } = frontmatter(file, text)
  const stem = file.split('/').at(-1).replace(/\.md$/, '')
  for (const key of KEYS) if (!(key in data)) fail(file, `has no '${key}'`)
  for (const key of Object.keys(data)) if (!KEYS.includes(key)) fail(file, `has an unknown key '${key}'`)
  for (const key of KEYS.slice(1)) if (!Array.isArray(data[key])) fail(file, `'${key}' is no list`)
  if (stem.split('_')[0] !== data.row) fail(file, `is named for another row than '${data.row}'`)
  return { ...data, file, stem, python_terms: data.python, text: sections(file, body) }
}

// Why a row's content does not fit the repository; facts as readFacts gives them, benchmarks the committed record.
function judgeRow(row, facts, benchmarks, problems) {
  const say = (message) => problems.add(row.file, message)
  const root = facts.root
  if (!facts.rows.has(row.row)) say(`there is no row '${row.row}' in README.md`)
  const pages = [...facts.examples.values()].filter((page) => page.row === row.row)
  if (!pages.some((page) => page.stem === row.stem)) say(`no example page is called '${row.stem}'`)
  for (const part of row.parts) if (!exists(root, `modules/${part}.cppm`)) say(`there is no modules/${part}.cppm`)
  for (const item of row.concepts) {
    if (!item?.name || !item?.replaces) say("a concept needs 'name' and 'replaces'")
  }
  for (const name of row.refused) if (!facts.negatives.has(name)) say(`there is no tests/negative/${name}.cpp`)
  if (row.wrong.length < 2) say("'wrong' lists fewer than two things")
  for (const item of row.wrong) {
    if (!item?.says || !item?.test) say("what can go wrong needs 'says' and 'test'")
    else if (!facts.tests.has(item.test)) say(`there is no test ${item.test}`)
  }
  for (const name of row.benchmarks) {
    const [theme, benchmark] = name.split('/')
    if (benchmarks && !benchmarks.themes[theme]?.[benchmark]) say(`no figure is recorded for the benchmark ${name}`)
  }
  for (const prefix of row.cases) {
    if (!casesOf(facts.toolchains, prefix).length) say(`no evaluation case is '${prefix}' or begins with '${prefix}.'`)
  }
  if (!row.standard.length) say("'standard' names no clause")
  for (const clause of row.standard) if (!CLAUSE.test(clause)) say(`'${clause}' is no name of a clause`)
  for (const kind of ['py', 'golden']) {
    if (!exists(root, `docs/python/${row.stem}.${kind}`)) say(`there is no docs/python/${row.stem}.${kind}`)
  }
}

// All rows in the order of the catalogue; throws all that is wrong with them, a missing page included.
export function readRowPages(facts, benchmarks) {
  const problems = new Problems()
  const pages = new Map()
  for (const file of filesBelow(facts.root, 'docs/rows', /\.md$/)) {
    const row = problems.attempt(() => parseRow(file, readText(facts.root, file)))
    if (!row) continue
    if (pages.has(row.row)) problems.add(file, `${row.row} has a page already: ${pages.get(row.row).file}`)
    pages.set(row.row, row)
    judgeRow(row, facts, benchmarks, problems)
  }
  for (const row of facts.rows.keys()) if (!pages.has(row)) problems.add('docs/rows', `${row} has no page`)
  problems.throwIfAny()
  return [...pages.values()].sort((a, b) => byRow(a.row, b.row))
}
