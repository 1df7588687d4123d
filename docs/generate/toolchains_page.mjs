// The report of evaluate as a page: what each compiler makes of each case, by topic, and what modules cost.
import { readText } from './files.mjs'
import { plain, table } from './markdown.mjs'
import { compilerName } from './shown.mjs'
import { sourceLink } from './links.mjs'

const WORDS = {
  pass: 'yes',
  'pass with warnings': 'yes, warns',
  'unexpectedly fixed': 'yes',
  unsupported: 'unsupported'
}

// Where a fault is reported; one that is not is described by its case alone.
export function issueLink(issue) {
  const github = issue.match(/^([\w-]+\/[\w-]+)#(\d+)$/)
  if (github)
    return `[${github[1].split('/')[1].replace('-project', '')} ${github[2]}](https://github.com/${github[1]}/issues/${github[2]})`
  const gcc = issue.match(/^GCC bug (\d+)$/)
  if (gcc) return `[PR ${gcc[1]}](https://gcc.gnu.org/PR${gcc[1]})`
  return issue ? plain(issue) : 'new'
}

function cell(item, id) {
  const result = item.verdicts.get(id)
  if (!result) return 'not run'
  const good = result.verdict in WORDS && result.verdict !== 'unsupported'
  const said = WORDS[result.verdict] ?? (result.verdict === 'known' ? result.seen : result.verdict)
  const words = plain(result.detail ?? '')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', ' ')
  const issue = result.verdict === 'known' ? ` <small>${issueLink(result.issue)}</small>` : ''
  return `<span class="${good ? 'all' : 'some'}" title="${words}">${said}</span>${issue}`
}

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
            `<a href="${sourceLink(`tools/evaluate/cases/${item.name.replace('.', '/')}/case.json`)}" target="_self" title="${plain(item.shows).replaceAll('"', '&quot;')}">${plain(item.title)}</a> <span class="clause">${plain(item.clause)}</span>`,
            ...compilers.map(({ id }) => cell(item, id))
          ])
      )
    ]),
    section(report, 'Costs'),
    ''
  ].join('\n')
}
