// Evaluation cases in pages: a source of one, and the verdicts over it.
import { exists, filesBelow, readText } from './files.mjs'
import { linkToSource } from './links.mjs'
import { fence, languageOf, plain, table } from './markdown.mjs'
import { fail } from './problems.mjs'
import { region } from './regions.mjs'
import { casesOf } from './rows.mjs'
import { compilerName } from './shown.mjs'

const folder = (name) => `tools/evaluate/cases/${name.replace('.', '/')}`

const good = (verdict) => verdict.startsWith('pass') || verdict === 'unexpectedly fixed'

// Which compilers are right about the case, in one sentence.
function verdictSentence(site, item) {
  const { compilers } = site.facts.toolchains
  const wrong = compilers.filter(({ id }) => !good(item.verdicts.get(id)?.verdict ?? 'not run'))
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
    return `<div class="printed">\n\n${linkToSource(`\`${source.split('/').at(-1)}\``, source)}\n\n</div>\n\n${fence(text, languageOf(source))}`
  })
  return `${shown.join('\n')}\n<div class="origin">\n\nCase ${linkToSource(plain(name), `${folder(name)}/case.json`)}, [[${found.clause.slice(1, -1)}]](https://eel.is/c++draft/${found.clause.slice(1, -1)}). ${verdictSentence(site, found)}\n\n</div>\n`
}

// `@verdicts reach.class reach.member`: what each compiler makes of each.
export function showVerdicts(site, where, words) {
  const { compilers } = site.facts.toolchains
  const rows = words.split(/\s+/).flatMap((prefix) => {
    const cases = casesOf(site.facts.toolchains, prefix)
    if (!cases.length) fail(where, `shows the evaluation case '${prefix}', which there is not`)
    return cases.map((item) => [
      plain(item.title),
      ...compilers.map(({ id }) => {
        const { verdict, seen, detail } = item.verdicts.get(id) ?? { verdict: 'not run' }
        return `<span class="${good(verdict) ? 'all' : 'some'}" title="${plain(detail ?? '').replaceAll('"', '&quot;')}">${verdict === 'pass' ? 'yes' : verdict === 'known' ? seen : verdict}</span>`
      })
    ])
  })
  return table(['case', ...compilers.map(compilerName)], rows)
}
