// Looks at every link of the site that was built: that the page is there, and the place in it.
import fs from 'node:fs'
import path from 'node:path'
import { filesBelow } from './files.mjs'

const unescape = (text) => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"')
const withoutScripts = (html) => html.replace(/<script[\s\S]*?<\/script>/g, '')

// Lines `PAGE: links to ADDRESS, ...`; base as the site was built with.
export function findDeadLinks(site, base = '/') {
  const anchors = new Map()
  const anchorsOf = (file) => {
    if (!anchors.has(file)) {
      const html = withoutScripts(fs.readFileSync(path.join(site, file), 'utf8'))
      anchors.set(file, new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map((match) => unescape(match[1]))))
    }
    return anchors.get(file)
  }
  const dead = []
  for (const page of filesBelow(site, '.', /\.html$/).map((file) => path.normalize(file))) {
    const html = withoutScripts(fs.readFileSync(path.join(site, page), 'utf8'))
    const addresses = new Set([...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map((match) => unescape(match[1])))
    for (const address of addresses) {
      if (/^(https?:|data:|mailto:)/.test(address)) continue
      const [before, anchor = ''] = address.split('#')
      const from = before.startsWith('/') ? before.slice(base.length) : before && path.join(path.dirname(page), before)
      let file = decodeURI(from === '' && !before ? page : from || 'index.html')
      if (file.endsWith('/')) file += 'index.html'
      if (!fs.existsSync(path.join(site, file))) dead.push(`${page}: links to ${address}, and there is no such page`)
      else if (anchor && file.endsWith('.html') && !anchorsOf(file).has(decodeURIComponent(anchor))) {
        dead.push(`${page}: links to ${address}, and the page has no such place`)
      }
    }
  }
  return dead
}
