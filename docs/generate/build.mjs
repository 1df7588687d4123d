// Builds the site: node docs/generate/build.mjs
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'
import { findDeadLinks } from './dead_links.mjs'
import { writeText } from './files.mjs'
import { makePages } from './pages.mjs'
import { DocsError } from './problems.mjs'
import { makeRelative } from './relative.mjs'
import { writeSources } from './sources.mjs'
import { writeTalks } from './talks.mjs'

const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const root = path.dirname(docs)
const generated = path.join(docs, '.generated')
// Where it will be served; wherever else it is opened, its pages are plain ones.
const base = process.env.PATTERNS_SITE_BASE ?? '/'
const site = process.env.PATTERNS_SITE_FOLDER ?? path.join(root, 'build/docs')

try {
  const { pages, navigation, site: facts, talks } = await makePages(root)
  fs.rmSync(generated, { recursive: true, force: true })
  for (const page of pages) writeText(path.join(generated, 'pages'), page.path, page.text)
  writeText(generated, 'navigation.json', JSON.stringify(navigation))
  fs.cpSync(path.join(docs, 'plots'), path.join(generated, 'pages/public/plots'), { recursive: true })
  await build(docs)
  makeRelative(site, base)
  await writeSources(root, site, path.join(docs, '.generated-sources'))
  await writeTalks(facts, talks, site, docs)
  const dead = findDeadLinks(site, base)
  if (dead.length) throw new DocsError(dead)
  console.log(`the site: ${site}`)
} catch (error) {
  if (!(error instanceof DocsError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
