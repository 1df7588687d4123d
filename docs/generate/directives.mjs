// Guides and talks say what they show instead of typing it: a line such as `@show examples/caching/C8_ttl_cache.cpp#page`.
import { casesOf } from './facts.mjs'
import { documentLinks } from './documents.mjs'
import { readText } from './files.mjs'
import { fail } from './problems.mjs'
import { showCost, showOutput, showRefusal, showSource } from './shown.mjs'
import { showCase, showCases, showVerdicts } from './evaluation.mjs'

// A section of the README, so that its tables stand in one place; its headings go two levels down.
function showReadme(site, where, heading) {
  const text = readText(site.facts.root, 'README.md')
  const at = text.indexOf(`\n## ${heading}\n`)
  if (at < 0) fail(where, `shows the section '${heading}', which README.md does not have`)
  const rest = text.slice(at + `\n## ${heading}\n`.length)
  const section = rest.split(/\n## /)[0]
  return documentLinks(site, 'README.md', section)
}

const DIRECTIVES = {
  show: showSource,
  output: showOutput,
  refused: showRefusal,
  cost: showCost,
  cases: (site, where, text) => showCases(site, where, text.split(/\s+/)),
  case: showCase,
  readme: showReadme,
  verdicts: showVerdicts
}

// [`lru_cache`](api:patterns.caching.lru_cache), [C8](row:C8), [case](case:reach.class), [basic.link](clause:basic.link)
function address(site, where, kind, name) {
  if (kind === 'row') {
    const row = site.rows.find((item) => item.row === name)
    if (!row) fail(where, `links to the row '${name}', which has no page`)
    return `/rows/${row.stem}`
  }
  if (kind === 'api') {
    const found = site.api.address(name)
    if (!found) fail(where, `links to '${name}', which the reference does not have`)
    return found
  }
  if (kind === 'clause') return `https://eel.is/c++draft/${name}`
  if (!casesOf(site.facts.toolchains, name).length)
    fail(where, `links to the evaluation case '${name}', which there is not`)
  return `/toolchains#${name.split('.')[0]}`
}

// Fences are left as they are.
export function expand(site, where, text) {
  let fenced = false
  return text
    .split('\n')
    .map((line) => {
      if (/^\s*(```|~~~)/.test(line)) fenced = !fenced
      if (fenced) return line
      const match = line.match(/^@(\w+)\s+(.+?)\s*$/)
      if (match) {
        if (!DIRECTIVES[match[1]])
          fail(
            where,
            `has the line '@${match[1]}', and can have ${Object.keys(DIRECTIVES)
              .map((name) => `@${name}`)
              .join(', ')}`
          )
        return DIRECTIVES[match[1]](site, where, match[2])
      }
      return line.replace(
        /\]\((row|api|case|clause):([^)\s]+)\)/g,
        (_, kind, name) => `](${address(site, where, kind, name)})`
      )
    })
    .join('\n')
}
