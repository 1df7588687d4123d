// The repository's own documents as pages: links that are right in the repository become links of the site.
import path from 'node:path'
import { exists } from './files.mjs'
import { sourceLink } from './links.mjs'
import { fail } from './problems.mjs'

const PAGES = { 'docs/caching.md': '/guide/caching', 'docs/toolchains.md': '/toolchains', 'docs/toolchains.json': '/toolchains', 'README.md': '/' }

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
