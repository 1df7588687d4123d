// The site. Its pages and its navigation are made by docs/generate/build.mjs from what the repository holds.
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { codeThemes, colourStyles, namedColours } from './code_themes.mjs'
import { options, render, searchOptions } from './search.mjs'
import { unused } from './unused.mjs'

const generated = fileURLToPath(new URL('../.generated/', import.meta.url))
const navigation = JSON.parse(fs.readFileSync(`${generated}navigation.json`, 'utf8'))

// A heading that folds and has no page is a button within a button, of which a screen reader can make nothing.
const unfolded = (groups) => groups.map(({ collapsed, ...group }) => (group.link ? { collapsed, ...group } : group))

// VitePress writes what all pages share as JSON in a string with a backslash before each quote.
const lighter = (html) =>
  html.replace(
    /JSON\.parse\("((?:[^"\\]|\\.)*)"\)/g,
    (_, text) => `JSON.parse('${text.replaceAll('\\"', '"').replaceAll("'", "\\'")}')`
  )

export default defineConfig({
  title: 'patterns',
  description: 'Ninety class patterns as C++20 modules: the field guide',
  lang: 'en-GB',
  base: process.env.PATTERNS_SITE_BASE ?? '/',
  srcDir: '.generated/pages',
  outDir: process.env.PATTERNS_SITE_FOLDER ?? '../build/docs',
  cacheDir: '.vitepress/cache',
  // Pages of sources and the decks are made beside the generator; docs/generate/dead_links.mjs looks at all links.
  ignoreDeadLinks: [/\/source\//, /\/talks\//],
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  router: { prefetchLinks: false },
  transformHtml: lighter,
  vite: {
    plugins: [unused(`${generated}pages`), colourStyles],
    // No page here is a component written by hand: Vue's older form of these need not be sent.
    define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' }
  },
  markdown: { theme: codeThemes, codeTransformers: [namedColours], attrs: { disable: false } },
  themeConfig: {
    nav: navigation.nav,
    sidebar: Object.fromEntries(Object.entries(navigation.sidebar).map(([at, groups]) => [at, unfolded(groups)])),
    outline: { level: [2, 3], label: 'On this page' },
    docFooter: { prev: 'Previous', next: 'Next' },
    search: {
      provider: 'local',
      options: {
        // The name of the button has to be its text, which ends with the key.
        translations: { button: { buttonText: 'Search', buttonAriaLabel: 'SearchK' } },
        _render: render,
        miniSearch: { options, searchOptions }
      }
    }
  }
})
