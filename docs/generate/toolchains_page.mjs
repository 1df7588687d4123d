// The report of evaluate as a page: what each compiler makes of each case, by topic, and what modules cost.
import { readText } from './files.mjs'
import { attribute, plain, table } from './markdown.mjs'
import { compilerName, verdictCell } from './evaluation.mjs'
import { sourceLink } from './links.mjs'

// The parts of docs/toolchains.md whose heading is given, as they are.
function section(text, heading) {
  const at = text.indexOf(`\n## ${heading}\n`)
  if (at < 0) return ''
  const end = text.indexOf('\n## ', at + 4)
  return text.slice(at, end < 0 ? undefined : end).trim()
}

export function toolchainsPage(site) {
  const { compilers, cases, started } = site.facts.toolchains
  const report = readText(site.facts.root, 'docs/toolchains.md')
  const groups = [...new Set(cases.map((item) => item.name.split('.')[0]))]
  const heads = compilers.map(compilerName)
  return [
    '---\ntitle: What compilers make of C++20 modules\naside: true\npageClass: wide-page\n---\n',
    '# What compilers make of C++20 modules\n',
    `${cases.length} small cases, each a few sources that must or must not compile, link and run, tried on ${started.slice(0, 10)}. What is not right is red, with the place where it is reported; new is what no report was found of, and then the case is the report. The compiler's own words are in its title.\n`,
    section(report, 'Compilers'),
    '',
    section(report, 'Verdicts'),
    '',
    ...groups.flatMap((group) => [
      `## ${group.replaceAll('_', ' ')} {#${group}}\n`,
      table(
        ['case', ...heads],
        cases
          .filter((item) => item.name.startsWith(`${group}.`))
          .map((item) => [
            `<a href="${sourceLink(`tools/evaluate/cases/${item.name.replace('.', '/')}/case.json`)}" target="_self" title="${attribute(item.shows)}">${plain(item.title)}</a> <span class="clause">${plain(item.clause)}</span>`,
            ...compilers.map(({ id }) => verdictCell(item.verdicts.get(id)))
          ])
      )
    ]),
    section(report, 'Costs'),
    ''
  ].join('\n')
}
