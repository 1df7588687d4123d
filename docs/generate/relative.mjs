// VitePress makes a site for one address and no other. Its pages are whole without scripts, though: with relative links and
// styles they can be read from any folder, by double click too. The program that searches and changes themes is started
// only where the site was made for.
import fs from 'node:fs'
import path from 'node:path'
import { filesBelow } from './files.mjs'

const APPLICATION = /<script type="module" src="([^"]+)"><\/script>/
const PRELOAD = /\s*<link rel="modulepreload" href="([^"]+)">/g

// The address as seen from a page so many folders deep; one that ends in a slash is a folder's own page.
export function relativeAddress(address, base, depth) {
  if (!address.startsWith(base) || address.startsWith('//')) return address
  const [, file, rest] = address.slice(base.length).match(/^([^?#]*)(.*)$/)
  const named = file === '' || file.endsWith('/') ? `${file}index.html` : file
  return '../'.repeat(depth) + named + rest
}

// Where the page is read at its own address, its links are made absolute again before the program takes them over: it
// keeps the navigation from page to page.
const starter = (base, page, application, preloads) => `<script>
(() => {
  const path = location.pathname.replace(/(index)?(\\.html)?$/, '')
  if (!location.protocol.startsWith('http') || path !== ${JSON.stringify(base + page.replace(/(index)?\.html$/, ''))}) {
    document.documentElement.classList.add('static')
    return
  }
  const start = () => {
    for (const link of document.querySelectorAll('a[href]')) {
      if (link.getAttribute('href').startsWith('.')) link.setAttribute('href', link.pathname.replace(/index\\.html$/, '') + link.search + link.hash)
    }
    import(${JSON.stringify(application)})
  }
  for (const href of ${JSON.stringify(preloads)}) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }))
  }
  document.readyState === 'loading' ? addEventListener('DOMContentLoaded', start) : start()
})()
</script>`

export function relativePage(html, base, page) {
  const depth = page.split('/').length - 1
  const application = html.match(APPLICATION)?.[1]
  if (!application) return html
  const preloads = [...html.matchAll(PRELOAD)].map((match) => match[1])
  return html
    .replace(PRELOAD, '')
    .split(/(<script[\s\S]*?<\/script>)/)
    .map((part) => {
      if (APPLICATION.test(part)) return starter(base, page, application, preloads)
      if (part.startsWith('<script')) return part
      return part.replace(
        /(\s(?:href|src)=")(\/[^"]*)"/g,
        (_, before, address) => `${before}${relativeAddress(address, base, depth)}"`
      )
    })
    .join('')
}

export function makeRelative(site, base) {
  for (const file of filesBelow(site, '.', /\.html$/).map((name) => path.posix.normalize(name))) {
    if (/^(source|talks\/(?!index\.html$))/.test(file)) continue
    const at = path.join(site, file)
    fs.writeFileSync(at, relativePage(fs.readFileSync(at, 'utf8'), base, file))
  }
}
