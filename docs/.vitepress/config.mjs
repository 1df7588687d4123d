// The site. Its pages and its navigation are made by docs/generate/build.mjs from what the repository holds.
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { options, render, searchOptions } from './search.mjs'

const generated = fileURLToPath(new URL('../.generated/', import.meta.url))
const navigation = JSON.parse(fs.readFileSync(`${generated}navigation.json`, 'utf8'))

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
  markdown: { theme: { light: 'github-light-high-contrast', dark: 'github-dark' }, attrs: { disable: false } },
  themeConfig: {
    nav: navigation.nav,
    sidebar: navigation.sidebar,
    outline: { level: [2, 3], label: 'On this page' },
    docFooter: { prev: 'Previous', next: 'Next' },
    search: {
      provider: 'local',
      options: {
        _render: render,
        miniSearch: { options, searchOptions }
      }
    }
  }
})
