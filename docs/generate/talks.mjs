// Decks: docs/talks/*.md, and one for each row. Slides are parted by lines `---`; `@row C9 problem cpp` takes them from the
// page of a row, the other directives are those of guides, and what stands behind `Note:` only the speaker sees.
import fs from 'node:fs'
import path from 'node:path'
import { createMarkdownRenderer } from 'vitepress'
import { codeThemes, colourCss, namedColours } from '../.vitepress/code_themes.mjs'
import { expand } from './directives.mjs'
import { filesBelow, readText, writeText } from './files.mjs'
import { frontmatter } from './frontmatter.mjs'
import { fit } from './slide_fit.mjs'
import { rowSlides } from './slides.mjs'

// A deck is dark or light as was chosen on the site, else as the system is.
const THEME = `{
  let chosen = null
  try { chosen = localStorage.getItem('vitepress-theme-appearance') } catch {}
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', dark)
}`

const asset = (name) => `assets/${name}`

function slidesOf(site, file, body) {
  return body.split(/^---$/m).flatMap((slide) => {
    const [shown, note = ''] = slide.split(/^Note:\s*/m)
    const all = shown.split(/^(@row .+)$/m).flatMap((part) => {
      const row = part.match(/^@row (.+)$/)
      if (row) return rowSlides(site, file, row[1])
      return part.trim() ? [expand(site, file, part)] : []
    })
    return all.flatMap(fit).map((text, index) => ({ text, note: index === 0 ? note.trim() : '' }))
  })
}

// Links of a deck are relative, since a deck is opened from a folder more often than from a server.
const relative = (html, up) =>
  html
    .replace(/(href|src)="\/(?!\/)/g, `$1="${up}`)
    .replace(/href="(\.\.\/[^"#]*?\/?(?:rows|guide|api)\/[^".#]+)(#[^"]*)?"/g, 'href="$1.html$2"')

async function deck(render, { title, minutes, slides, up }) {
  const sections = slides.map(({ text, note }) => {
    const aside = note ? `<aside class="notes">${render(note)}</aside>` : ''
    return `<section>\n${relative(render(text), up)}${aside}</section>`
  })
  const here = `${up}talks/`
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<script>${THEME}</script>
<link rel="stylesheet" href="${here}${asset('reset.css')}">
<link rel="stylesheet" href="${here}${asset('reveal.css')}">
<link rel="stylesheet" href="${here}${asset('code.css')}">
<link rel="stylesheet" href="${here}${asset('deck.css')}">
</head>
<body data-minutes="${minutes ?? ''}">
<div class="reveal"><main class="slides">
${sections.join('\n')}
</main></div>
<script src="${here}${asset('reveal.js')}"></script>
<script src="${here}${asset('notes.js')}"></script>
<script>Reveal.initialize({ hash: true, width: 1280, height: 720, margin: 0.04, center: false, transition: 'none', slideNumber: 'c/t', totalTime: ${(minutes ?? 5) * 60}, plugins: [RevealNotes] })</script>
</body>
</html>
`
}

export function readTalks(site) {
  return filesBelow(site.facts.root, 'docs/talks', /\.md$/).map((file) => {
    const { data, body } = frontmatter(file, readText(site.facts.root, file))
    return { ...data, file, name: path.basename(file, '.md'), slides: slidesOf(site, file, body) }
  })
}

export const rowTalk = (site, row) => ({
  title: `${row.row} ${site.facts.rows.get(row.row).title}`,
  name: `rows/${row.stem}`,
  slides: rowSlides(site, row.file, row.row)
    .flatMap(fit)
    .map((text) => ({ text, note: '' }))
})

export async function writeTalks(site, talks, folder, docs) {
  const markdown = await createMarkdownRenderer(docs, { theme: codeThemes, codeTransformers: [namedColours] }, '/')
  const render = (text) =>
    markdown
      .render(text)
      .replaceAll(/ v-pre(="")?/g, '')
      .replaceAll(/<button title="Copy Code" class="copy"><\/button>|<span class="lang">.*?<\/span>/g, '')
  for (const talk of talks) {
    const up = '../'.repeat(talk.name.split('/').length)
    writeText(folder, `talks/${talk.name}.html`, await deck(render, { ...talk, up }))
  }
  const from = path.join(docs, 'node_modules/reveal.js/dist')
  for (const [name, file] of [
    ['reset.css', 'reset.css'],
    ['reveal.css', 'reveal.css'],
    ['reveal.js', 'reveal.js'],
    ['notes.js', 'plugin/notes.js']
  ]) {
    writeText(folder, `talks/${asset(name)}`, fs.readFileSync(path.join(from, file), 'utf8'))
  }
  writeText(folder, `talks/${asset('code.css')}`, colourCss())
  writeText(folder, `talks/${asset('deck.css')}`, fs.readFileSync(path.join(docs, 'talks/deck.css'), 'utf8'))
}
