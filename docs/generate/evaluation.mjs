// Evaluation cases in pages: a source of one, and the verdicts over it.
import { casesOf, passes } from './facts.mjs'
import { exists, filesBelow, readText } from './files.mjs'
import { linkToSource } from './links.mjs'
import { languageOf } from './languages.mjs'
import { attribute, fence, plain, table } from './markdown.mjs'
import { fail } from './problems.mjs'
import { region } from './regions.mjs'

const folder = (name) => `tools/evaluate/cases/${name.replace('.', '/')}`

// 'gcc-16-libstdc++' -> 'GCC 16'
export const compilerName = ({ family, version }) =>
  `${family === 'gcc' ? 'GCC' : 'Clang'} ${String(version).split('.')[0]}`

// Where a fault is reported; one that is not is described by its case alone.
function issueLink(issue) {
  const github = issue.match(/^([\w-]+\/[\w-]+)#(\d+)$/)
  if (github)
    return `[${github[1].split('/')[1].replace('-project', '')} ${github[2]}](https://github.com/${github[1]}/issues/${github[2]})`
  const gcc = issue.match(/^GCC bug (\d+)$/)
  if (gcc) return `[PR ${gcc[1]}](https://gcc.gnu.org/PR${gcc[1]})`
  return issue ? plain(issue) : 'new'
}

// What a compiler makes of a case: yes, or the fault and where it is reported. Its own words are in the title.
export function verdictCell(result) {
  if (!result) return 'not run'
  const { verdict, seen, detail, issue } = result
  const known = verdict === 'known'
  const said = { pass: 'yes', 'pass with warnings': 'yes, warns', 'unexpectedly fixed': 'yes' }[verdict]
  const title = detail ? ` title="${attribute(detail)}"` : ''
  const told = said ?? (known ? seen : verdict)
  return `<span class="${passes(result) ? 'all' : 'some'}"${title}>${told}</span>${known ? ` <small>${issueLink(issue)}</small>` : ''}`
}

// How many of the cases that begin with each prefix each compiler passes.
export function showCases(site, where, prefixes) {
  const { compilers } = site.facts.toolchains
  const rows = prefixes.map((prefix) => {
    const cases = casesOf(site.facts.toolchains, prefix)
    if (!cases.length) fail(where, `shows the evaluation cases '${prefix}', and there are none`)
    const cells = compilers.map(({ id }) => {
      const failed = cases.filter((item) => !passes(item.verdicts.get(id)))
      const told = failed.map((item) => `${item.name}: ${item.verdicts.get(id)?.verdict}`).join('; ')
      return failed.length
        ? `<span class="some" title="${attribute(told)}">${cases.length - failed.length} of ${cases.length}</span>`
        : `<span class="all">all ${cases.length}</span>`
    })
    return [`[${prefix}](/toolchains#${prefix.split('.')[0]})`, ...cells]
  })
  return table(['evaluation cases', ...compilers.map(compilerName)], rows)
}

// Which compilers are right about the case, in one sentence.
function verdictSentence(site, item) {
  const { compilers } = site.facts.toolchains
  const wrong = compilers.filter(({ id }) => !passes(item.verdicts.get(id)))
  const what = item.negative ? 'refuse it' : 'take it as they must'
  if (!wrong.length) return `All ${compilers.length} compilers ${what}.`
  const told = wrong.map((compiler) => {
    const { verdict, seen } = item.verdicts.get(compiler.id)
    return `${compilerName(compiler)} (${verdict === 'known' ? seen : verdict})`
  })
  return `${compilers.length - wrong.length} of ${compilers.length} compilers ${what}; not ${told.join(', ')}.`
}

// `@case modules.import` shows all its sources, `@case modules.import m.cppm` those that are named.
export function showCase(site, where, words) {
  const [name, ...files] = words.split(/\s+/)
  const found = site.facts.toolchains.cases.find((item) => item.name === name)
  if (!found) fail(where, `shows the evaluation case '${name}', which docs/toolchains.json does not have`)
  const root = site.facts.root
  const all = files.length
    ? files.map((file) => `${folder(name)}/${file}`)
    : filesBelow(root, folder(name), /\.(cppm|cpp|hpp|h)$/).sort(
        (a, b) => a.endsWith('main.cpp') - b.endsWith('main.cpp')
      )
  const shown = all.map((source) => {
    if (!exists(root, source)) fail(where, `shows ${source}, which does not exist`)
    const text = region(source, readText(root, source)).text
    return `<div class="printed">\n\n${linkToSource(`\`${source.split('/').at(-1)}\``, source)}\n\n</div>\n\n${fence(text, languageOf(source) ?? 'txt')}`
  })
  return `${shown.join('\n')}\n<div class="origin">\n\nCase ${linkToSource(plain(name), `${folder(name)}/case.json`)}, [[${found.clause.slice(1, -1)}]](https://eel.is/c++draft/${found.clause.slice(1, -1)}). ${verdictSentence(site, found)}\n\n</div>\n`
}

// `@verdicts reach.class reach.member`: what each compiler makes of each.
export function showVerdicts(site, where, words) {
  const { compilers } = site.facts.toolchains
  const rows = words.split(/\s+/).flatMap((prefix) => {
    const cases = casesOf(site.facts.toolchains, prefix)
    if (!cases.length) fail(where, `shows the evaluation case '${prefix}', which there is not`)
    return cases.map((item) => [plain(item.title), ...compilers.map(({ id }) => verdictCell(item.verdicts.get(id)))])
  })
  return table(['case', ...compilers.map(compilerName)], rows)
}
