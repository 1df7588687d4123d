// What the tests of the built site share: the site's folder, one browser for each file of tests, and what a page is held to.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { after } from 'node:test'
import { chromium } from 'playwright-core'
import { filesBelow } from '../generate/files.mjs'
import { serve } from './serve.mjs'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
export const folder = path.resolve(process.env.PATTERNS_SITE_FOLDER ?? path.join(root, 'build/docs'))

if (!fs.existsSync(path.join(folder, 'index.html'))) {
  throw new Error(
    `${folder} holds no site: build it by node docs/generate/build.mjs, or name it by PATTERNS_SITE_FOLDER`
  )
}

// All pages as paths below the site: 'index.html', 'rows/C9_lru_cache.html'.
export const pages = filesBelow(folder, '.', /\.html$/).map((file) => path.posix.normalize(file))
export const below = (prefix) => pages.filter((page) => page.startsWith(prefix))
export const rows = below('rows/').filter((page) => page !== 'rows/index.html')

// So many of the items, evenly from first to last.
export const sample = (items, count) =>
  items.filter(
    (_, index) => Math.floor((index * count) / items.length) !== Math.floor(((index - 1) * count) / items.length)
  )

function executable() {
  const tried = [process.env.PATTERNS_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].filter(Boolean)
  const found = tried.find((file) => fs.existsSync(file))
  if (!found) throw new Error(`no Chromium at ${tried.join(' or ')}: name one by PATTERNS_CHROMIUM`)
  return found
}

export async function openBrowser() {
  const server = await serve(folder)
  const browser = await chromium.launch({
    executablePath: executable(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
  })
  after(async () => {
    await browser.close()
    await server.close()
  })
  return { browser, address: server.address }
}

// A tab that keeps what a sound page never says: errors, failed requests, and requests to anywhere else.
export async function openTab(context, address) {
  const tab = await context.newPage()
  tab.complaints = []
  tab.on('console', (message) => message.type() === 'error' && tab.complaints.push(`console: ${message.text()}`))
  tab.on('pageerror', (error) => tab.complaints.push(`error: ${error.message}`))
  tab.on('requestfailed', (request) => {
    const { errorText } = request.failure() ?? {}
    // A page that is left stops what it was bringing.
    if (errorText !== 'net::ERR_ABORTED') tab.complaints.push(`failed: ${request.url()} (${errorText})`)
  })
  tab.on(
    'response',
    (response) => response.status() >= 400 && tab.complaints.push(`${response.status()}: ${response.url()}`)
  )
  tab.on('request', (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url()))
      tab.complaints.push(`external: ${request.url()}`)
  })
  return tab
}

// A page is open when its program has taken it over, or when all its slides stand; a page of a source has no program.
export async function openPage(tab, url) {
  await tab.goto(url, { waitUntil: 'load' })
  await tab.waitForFunction(() => {
    const app = document.querySelector('#app')
    if (app) return '__vue_app__' in app
    return document.querySelector('.reveal') ? globalThis.Reveal?.isReady() : true
  })
}

// Opens each page in one of a few tabs and gives it to look(tab, page).
export async function visit({ browser, address, options = {}, tabs = 3 }, wanted, look) {
  const context = await browser.newContext(options)
  const rest = [...wanted]
  const work = async () => {
    const tab = await openTab(context, address)
    for (let page = rest.shift(); page; page = rest.shift()) {
      tab.complaints.length = 0
      await openPage(tab, address + page)
      await look(tab, page)
    }
  }
  await Promise.all(Array.from({ length: tabs }, work))
  await context.close()
}

export const list = (problems) => `${problems.length} problems:\n${problems.slice(0, 40).join('\n')}`
