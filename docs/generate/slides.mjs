// A row's page as slides.
import { expand } from './directives.mjs'
import { readText } from './files.mjs'
import { code, fence } from './markdown.mjs'
import { showCases } from './evaluation.mjs'
import { fail } from './problems.mjs'
import { program } from './regions.mjs'
import { refusalShown } from './records.mjs'
import { pieces } from './slide_fit.mjs'
import { measuredOn, showCost } from './shown.mjs'

// Of a compiler's words, what fits on one slide.
const MOST_LINES = 19

const programSlides = (title, text, language) => [`### ${title}\n\n${fence(text, language)}`]

const told = (site, row, section) => expand(site, row.file, row.text[section])

const KINDS = {
  problem: (site, row, facts) => [
    `## ${row.row} ${facts.title}\n\n${told(site, row, 'Problem')}\n\nC++: ${facts.names.map(code).join(', ')}\n\nPython: ${row.python_terms.map(code).join(', ')}`
  ],
  python: (site, row) => {
    const python = `docs/python/${row.stem}`
    return [
      ...programSlides('Python', readText(site.facts.root, `${python}.py`), 'python'),
      `### Python\n\n${told(site, row, 'Python')}\n\n${fence(readText(site.facts.root, `${python}.golden`), 'txt')}`
    ]
  },
  cpp: (site, row) => {
    const page = [...site.facts.examples.values()].find((item) => item.stem === row.stem)
    const text = program(page.source, readText(site.facts.root, page.source), 'page').text
    return [
      ...programSlides('C++', text, 'cpp'),
      ...programSlides('Prints', readText(site.facts.root, page.golden), 'txt')
    ]
  },
  idea: (site, row) => [`### ${row.row} in C++\n\n${told(site, row, 'C++')}`],
  concept: (site, row) =>
    row.concepts.map(
      (item) =>
        `### The concept\n\n${code(item.name)} stands where Python has ${item.replaces}.\n\n${fence(site.api.concept(item, row).signature, 'cpp')}`
    ),
  refused: (site, row) =>
    row.refused.slice(0, 1).flatMap((name) => {
      const { said } = site.diagnostics.messages[name]
      const source = refusalShown(readText(site.facts.root, site.facts.negatives.get(name)))
      const words = site.diagnostics.compilers
        .filter(({ id }) => said[id])
        .map(({ id, name: title }) => `### ${title} says\n\n${fence(pieces(said[id], MOST_LINES)[0], 'txt')}`)
      return [...programSlides('Does not compile', source, 'cpp'), ...words.slice(0, 2)]
    }),
  wrong: (site, row) => [`### What can go wrong\n\n${row.wrong.map((item) => `- ${item.says}`).join('\n')}`],
  cost: (site, row) =>
    row.benchmarks
      .slice(0, 2)
      .map(
        (name) =>
          `### Cost\n\n${showCost(site, row.file, name)}\n\n<small>${measuredOn(site, name.split('/')[0])}</small>`
      ),
  toolchains: (site, row) => [`### Toolchains\n\n${showCases(site, row.file, row.cases)}`]
}

const EVERY_KIND = Object.keys(KINDS)

// `@row C9 problem cpp refused`: those slides of the row.
export function rowSlides(site, where, words) {
  const [name, ...kinds] = words.split(/\s+/)
  const row = site.rows.find((item) => item.row === name)
  if (!row) fail(where, `has slides of the row '${name}', which has no page`)
  return (kinds.length ? kinds : EVERY_KIND).flatMap((kind) => {
    if (!KINDS[kind]) fail(where, `wants slides '${kind}', and can have ${EVERY_KIND.join(', ')}`)
    return KINDS[kind](site, row, site.facts.rows.get(row.row))
  })
}
