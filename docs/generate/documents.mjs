// The repository's own documents as pages: links that are right in the repository become links of the site.
import path from 'node:path'
import { exists, readText } from './files.mjs'
import { sourceLink } from './links.mjs'
import { fail } from './problems.mjs'
import { region } from './regions.mjs'

const PAGES = {
  'docs/caching.md': '/guide/caching',
  'docs/toolchains.md': '/toolchains',
  'docs/toolchains.json': '/toolchains',
  'README.md': '/'
}

export function documentLinks(site, file, text) {
  return text.replace(/\]\((?!https?:|\/|#|row:|api:|case:|clause:)([^)#\s]+)(#[^)\s]*)?\)/g, (_, to, anchor = '') => {
    const target = path.posix.join(path.posix.dirname(file), to)
    if (target.endsWith('.svg') && exists(site.facts.root, target)) return `](/${target.replace(/^docs\//, '')})`
    if (PAGES[target]) return `](${PAGES[target]}${anchor})`
    const shown = exists(site.facts.root, `${target}/README.md`) ? `${target}/README.md` : target
    if (!exists(site.facts.root, shown)) fail(file, `links to ${to}, which does not exist`)
    return `](${sourceLink(shown)}${anchor}){target="_self"}`
  })
}

// A document that is read in the repository, too, types its code; then the code says where it is tested, and is compared:
// `<!-- tests/x_test.cpp#region -->` before the fence.
const FENCE = /(?:<!-- (\S+?)#(\S+) -->\n)?^```cpp\n([\s\S]*?)^```$/gm

const withoutIndent = (text) => {
  const least = Math.min(
    ...text
      .split('\n')
      .filter((line) => line.trim())
      .map((line) => line.match(/^ */)[0].length)
  )
  return text
    .split('\n')
    .map((line) => line.slice(least))
    .join('\n')
}

export function checkCode(site, file, text) {
  for (const [, source, name, code] of text.matchAll(FENCE)) {
    if (!source) fail(file, `has code that no test compiles: ${code.split('\n')[0]}`)
    const tested = withoutIndent(region(source, readText(site.facts.root, source), name).text)
    if (tested !== code) fail(file, `its code is no longer that of ${source}#${name}`)
  }
}
