// All pages of the site, its navigation, and which sources it has to show.
import { readFacts, THEMES } from './facts.mjs'
import { exists, filesBelow, readText } from './files.mjs'
import { readApi } from './api_site.mjs'
import { expand } from './directives.mjs'
import { checkCode, documentLinks } from './documents.mjs'
import { code, plain, table } from './markdown.mjs'
import { Problems } from './problems.mjs'
import { readBenchmarks, readDiagnostics } from './records.mjs'
import { rowPage, sentence } from './row_page.mjs'
import { frontmatter } from './frontmatter.mjs'
import { readRowPages } from './rows.mjs'
import { readTalks, rowTalk } from './talks.mjs'
import { toolchainsPage } from './toolchains_page.mjs'

const GUIDES = ['use', 'modules', 'concepts', 'caching', 'async']

function rowsIndex(site) {
  const rows = site.rows.map((row) => {
    const facts = site.facts.rows.get(row.row)
    return [
      `<span id="${row.row}">${row.row}</span>`,
      `[${plain(sentence(facts.title))}](/rows/${row.stem})`,
      row.python_terms.map(code).join(', '),
      facts.names.map(code).join(', ')
    ]
  })
  return `---\ntitle: The ninety patterns\naside: false\npageClass: row-page\n---\n\n# The ninety patterns\n\n${table(['row', 'pattern', 'in Python', 'in C++'], rows)}`
}

function themeOf(site, row) {
  return site.facts.rows.get(row.row).modules[0]
}

function rowsSidebar(site) {
  const groups = [...THEMES].reverse().map((theme) => ({
    text: `patterns.${theme}`,
    items: site.rows
      .filter((row) => themeOf(site, row) === theme)
      .map((row) => ({ text: `${row.row} ${sentence(site.facts.rows.get(row.row).title)}`, link: `/rows/${row.stem}` }))
  }))
  return [{ text: 'All ninety', link: '/rows/' }, ...groups]
}

function guidePage(site, name) {
  const file = name === 'caching' ? 'docs/caching.md' : `docs/guide/${name}.md`
  const text = readText(site.facts.root, file)
  const { data, body } = text.startsWith('---\n') ? frontmatter(file, text) : { data: {}, body: text }
  const title = data.title ?? body.match(/^# (.+)$/m)?.[1]
  const head = Object.entries({ ...data, title }).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  checkCode(site, file, body)
  const expanded = expand(site, file, documentLinks(site, file, body))
  return {
    path: name === 'index' ? 'index.md' : `guide/${name}.md`,
    title,
    text: `---\n${head.join('\n')}\n---\n${expanded}`
  }
}

// A deck is made beside the generator: the router must leave a click on it to the browser.
const deckLink = (text, name) => `[${text}](/talks/${name}.html){target="_self"}`

function talksPage(talks) {
  const ready = talks.filter((talk) => talk.minutes).sort((a, b) => a.minutes - b.minutes)
  const lines = ready.map(
    (talk) => `- ${deckLink(talk.title, talk.name)}, ${talk.minutes} minutes, ${talk.slides.length} slides`
  )
  const text = `---\ntitle: Talks\n---\n\n# Talks\n\nDecks made of the same pages. Arrow keys turn the slides, S opens the speaker's notes, F fills the screen, O shows all.\n\n${lines.join('\n')}\n\nEach [pattern](/rows/) is a deck of its own, too: see \"Present\" on its page.\n`
  return { path: 'talks/index.md', text }
}

export async function makePages(root) {
  const facts = readFacts(root)
  const benchmarks = readBenchmarks(root)
  const rows = readRowPages(facts, benchmarks)
  const guides = ['index', ...GUIDES]
  const shown = [
    ...filesBelow(root, 'docs/guide', /\.md$/),
    ...filesBelow(root, 'docs/talks', /\.md$/),
    'docs/caching.md'
  ].map((file) => readText(root, file))
  const refused = [
    ...rows.flatMap((row) => row.refused),
    ...shown.flatMap((text) => [...text.matchAll(/^@refused (\S+)/gm)].map((match) => match[1]))
  ]
  const diagnostics = readDiagnostics(root, refused)
  const api = await readApi(root, rows)
  const site = { facts, rows, benchmarks, diagnostics, api }

  const problems = new Problems()
  const make = (step) => problems.attempt(step)
  const made = [
    ...rows.map((row) => make(() => ({ path: `rows/${row.stem}.md`, text: rowPage(site, row) }))),
    { path: 'rows/index.md', text: rowsIndex(site) },
    ...guides.map((name) => make(() => guidePage(site, name))),
    make(() => ({ path: 'toolchains.md', text: toolchainsPage(site) })),
    ...api.pages
  ]
  const talks = make(() => [...readTalks(site), ...rows.map((row) => rowTalk(site, row))])
  problems.throwIfAny()
  made.push(talksPage(talks))
  const guideItems = made
    .filter((page) => page.path.startsWith('guide/'))
    .map((page) => ({ text: page.title, link: `/${page.path.replace(/\.md$/, '')}` }))
  const guideSidebar = [{ text: 'Guides', items: [...guideItems, { text: 'Toolchains', link: '/toolchains' }] }]
  const navigation = {
    nav: [
      { text: 'Patterns', link: '/rows/', activeMatch: '/rows/' },
      { text: 'Guides', items: guideItems },
      { text: 'Reference', link: '/api/', activeMatch: '/api/' },
      { text: 'Toolchains', link: '/toolchains' },
      { text: 'Talks', link: '/talks/' }
    ],
    sidebar: { '/rows/': rowsSidebar(site), '/guide/': guideSidebar, '/toolchains': guideSidebar, '/api/': api.sidebar }
  }
  return { site, talks, pages: made, navigation }
}
