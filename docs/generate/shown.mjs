// Pieces that pages are made of: a source, its output, a refusal with what compilers say of it, figures, verdicts.
// A site is {facts, rows, benchmarks, diagnostics, api}; wherever a piece is missing, it throws a DocsError.
import { exists, readText } from './files.mjs'
import { languageOf } from './languages.mjs'
import { linkToSource, sourceLink } from './links.mjs'
import { code, fence, table } from './markdown.mjs'
import { fail } from './problems.mjs'
import { program, region } from './regions.mjs'
import { refusalShown } from './records.mjs'

// A file of the repository, or a region of it. An example is shown with its imports, and must be a test.
export function showSource(site, where, place) {
  const [file, name] = place.split('#')
  if (!exists(site.facts.root, file)) fail(where, `shows ${file}, which does not exist`)
  const example = file.match(/^examples\/(.+)\.cpp$/)
  if (example && /^examples\/[^/]+\/[A-D]\d/.test(file) && !site.facts.examples.has(example[1])) {
    fail(where, `shows ${file}, which is no test`)
  }
  const text = readText(site.facts.root, file)
  const shown = example ? program(file, text, name) : region(file, text, name)
  const link = linkToSource(`\`${file}\``, file, name ? shown.line : undefined)
  return `${fence(shown.text, languageOf(file) ?? 'txt')}\n<div class="origin">\n\n${link}\n\n</div>\n`
}

export function showOutput(site, where, id) {
  const page = site.facts.examples.get(id)
  if (!page) fail(where, `shows the output of ${id}, which is no example page`)
  return `<div class="printed">Prints</div>\n\n${fence(readText(site.facts.root, page.golden), 'txt')}`
}

// The program that is refused, and a tab for each compiler with its own words; or only for those that are named, which
// must be recorded.
export function showRefusal(site, where, words) {
  const [name, ...only] = words.split(/\s+/)
  const file = site.facts.negatives.get(name)
  if (!file) fail(where, `shows the refusal ${name}, but there is no tests/negative/${name}.cpp`)
  const recorded = site.diagnostics.messages[name]
  if (!recorded) fail(where, `shows the refusal ${name}, of which no compiler's words are recorded`)
  const unknown = only.find((id) => !recorded.said[id])
  if (unknown) fail(where, `shows what ${unknown} says of the refusal ${name}, which is not recorded`)
  const tabs = site.diagnostics.compilers
    .filter(({ id }) => recorded.said[id] && (!only.length || only.includes(id)))
    .map(({ id, name: title }) => fence(recorded.said[id], 'txt', title))
  return [
    fence(refusalShown(readText(site.facts.root, file)), 'cpp'),
    `<div class="origin">\n\n${linkToSource(`\`${file}\``, file)}, which does not compile:\n\n</div>\n`,
    `::: code-group\n\n${tabs.join('\n')}\n:::\n`
  ].join('\n')
}

const UNITS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns']
]
function amount(result) {
  const digits = (number) => (number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2))
  if ('bytes' in result) return `${digits(result.bytes)} B`
  const [size, unit] = UNITS.find(([least]) => result.ns >= least) ?? [1, 'ns']
  return `${digits(result.ns / size)} ${unit}`
}

const implementationName = (name) =>
  code(name.replace(/^patterns_?/, (all) => (all === 'patterns' ? 'patterns' : 'patterns ')).replaceAll('_', ' '))

export function showCost(site, where, name) {
  const [theme, benchmark] = name.split('/')
  const results = site.benchmarks.themes[theme]?.[benchmark]
  if (!results) fail(where, `shows the cost ${name}, of which no figure is recorded`)
  const measured = Object.entries(results).filter(([, result]) => 'ns' in result || 'bytes' in result)
  const value = ([, result]) => result.ns ?? result.bytes
  measured.sort((a, b) => value(a) - value(b))
  const ours = measured.find(([key]) => key === 'patterns') ?? measured.find(([key]) => key.startsWith('patterns'))
  const rows = measured.map(([key, result]) => [
    key.startsWith('patterns')
      ? `**${implementationName(key)}**`
      : key === 'floor'
        ? '<em>floor, written by hand</em>'
        : implementationName(key),
    amount(result),
    ours ? `${(value([key, result]) / value(ours)).toFixed(2)}` : ''
  ])
  return `<div class="benchmark">\n\n${code(name)}\n\n</div>\n\n${table(['with', 'one operation', 'ours = 1'], rows)}`
}

export function measuredOn(site, theme) {
  const context = site.benchmarks.contexts[theme]
  const said = [context.processor, context.compiler, context.standard_library, context.build_type]
    .filter(Boolean)
    .join(', ')
  return `${said}; measured on ${site.benchmarks.recorded}, commit ${code(site.benchmarks.commit)}. A ratio above 1 in the last column takes longer than ours.`
}
