// The page of a row: what its content names, put together. Nothing here is particular to a row.
import { readText } from './files.mjs'
import { clauseLink, linkToSource } from './links.mjs'
import { code, fence } from './markdown.mjs'
import { measuredOn, showCost, showOutput, showRefusal, showSource } from './shown.mjs'
import { showCases } from './evaluation.mjs'
import { expand } from './directives.mjs'

export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1)
const moduleName = (theme) =>
  `patterns.${theme.replace('caching_redis', 'caching.redis').replace('async_io', 'async.io')}`
const list = (items) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`)

function names(site, facts) {
  return facts.names.map((name) => {
    const address = facts.modules.map((theme) => site.api.address(`${moduleName(theme)}.${name}`)).find(Boolean)
    return address ? `[${code(name)}](${address})` : code(name)
  })
}

function conceptSection(site, row) {
  const parts = row.concepts.map((item) => {
    const found = site.api.concept(item, row)
    if (!found) throw new Error(`${row.file}: ${item.name} is no concept of the reference`)
    return `[${code(item.name)}](${found.address}) stands where Python has ${item.replaces}.\n\n${fence(found.signature, 'cpp')}`
  })
  const refused = row.refused.map((name) => showRefusal(site, row.file, name))
  if (!parts.length && !refused.length) return ''
  const heading = parts.length ? '## The concept' : '## What is refused'
  const told = refused.length ? [parts.length ? '### What does not satisfy it' : '', ...refused] : []
  return [heading, '', ...parts, ...told].join('\n\n')
}

function costSection(site, row) {
  if (!row.benchmarks.length) return ''
  const themes = [...new Set(row.benchmarks.map((name) => name.split('/')[0]))]
  return [
    '## Cost',
    ...row.benchmarks.map((name) => showCost(site, row.file, name)),
    ...themes.map((theme) => `<div class="origin">\n\n${measuredOn(site, theme)}\n\n</div>`)
  ].join('\n\n')
}

function sourcesSection(site, row, examples) {
  const suites = [...new Set(row.wrong.map((item) => site.facts.tests.get(item.test).file))]
  const link = (file) => linkToSource(`\`${file}\``, file)
  return [
    '## Sources',
    '',
    `- Interface: ${list(row.parts.map((part) => link(`modules/${part}.cppm`)))}`,
    `- Tests: ${list([...suites, ...row.refused.map((name) => site.facts.negatives.get(name))].map(link))}`,
    `- Pages: ${list([...examples.map((page) => page.source), `docs/python/${row.stem}.py`].map(link))}`,
    `- The standard: ${list(row.standard.map(clauseLink))}`
  ].join('\n')
}

export function rowPage(site, row) {
  const facts = site.facts.rows.get(row.row)
  const root = site.facts.root
  const examples = [...site.facts.examples.values()].filter((page) => page.row === row.row)
  examples.sort((a, b) => Number(b.stem === row.stem) - Number(a.stem === row.stem))
  const [main, ...others] = examples
  const python = `docs/python/${row.stem}`
  const told = expand(site, row.file, row.text.Problem)
  const page = [
    `---\ntitle: ${JSON.stringify(`${row.row} ${sentence(facts.title)}`)}`,
    `description: ${JSON.stringify(row.text.Problem.replace(/\s+/g, ' '))}`,
    'pageClass: row-page\naside: false\n---\n',
    `# <span class="row-id">${row.row}</span> ${sentence(facts.title)}\n`,
    `<div class="row-facts"><div class="row-names">\n\n${list(names(site, facts))} in ${list(facts.modules.map((theme) => code(moduleName(theme))))}\n\n</div><div class="row-terms">\n`,
    `In Python: ${row.python_terms.map((term) => code(term)).join(', ')}\n\n</div>\n\n[Show as slides](/talks/rows/${row.stem}.html){target="_self"}\n\n</div>\n`,
    told,
    '\n## Side by side\n',
    '<div class="sides"><div class="side">\n\n### Python\n',
    expand(site, row.file, row.text.Python),
    `\n${fence(readText(root, `${python}.py`), 'python')}\n<div class="printed">Prints</div>\n`,
    fence(readText(root, `${python}.golden`), 'txt'),
    '</div><div class="side">\n\n### C++\n',
    expand(site, row.file, row.text['C++']),
    `\n${showSource(site, row.file, `${main.source}#page`)}\n${showOutput(site, row.file, main.id)}`,
    '</div></div>\n',
    ...others.map(
      (other) =>
        `### Another page: ${other.stem.split('_').slice(1).join(' ')}\n\n${showSource(site, row.file, `${other.source}#page`)}\n${showOutput(site, row.file, other.id)}`
    ),
    conceptSection(site, row),
    '\n## What can go wrong\n',
    ...row.wrong.map((item) => {
      const test = site.facts.tests.get(item.test)
      return `- ${item.says} ${linkToSource(`<span class="test">${item.test.split('.')[1].replaceAll('_', ' ')}</span>`, test.file, test.line)}`
    }),
    `\n${costSection(site, row)}`,
    '\n## Toolchains\n',
    'How many of the evaluation cases of what this row stands on each compiler passes.\n',
    showCases(site, row.file, row.cases),
    sourcesSection(site, row, examples)
  ]
  return page.filter((part) => part !== '').join('\n') + '\n'
}
