// Every page opens without a complaint, and fits a phone.
import assert from 'node:assert/strict'
import test from 'node:test'
import { below, list, openBrowser, pages, sample, visit } from './site.mjs'

const SOURCES = 25
const sources = below('source/')
const wanted = [...pages.filter((page) => !page.startsWith('source/')), ...sample(sources, SOURCES)]
const decks = new Set(below('talks/').filter((page) => page !== 'talks/index.html'))

test(`${wanted.length} pages open without errors, failed requests and requests to other places`, async (t) => {
  const { browser, address } = await openBrowser()
  const problems = []
  const wide = []
  await visit({ browser, address, options: { viewport: { width: 320, height: 700 } } }, wanted, async (tab, page) => {
    problems.push(...tab.complaints.map((complaint) => `${page}: ${complaint}`))
    if (decks.has(page)) return
    const width = await tab.evaluate(() => document.scrollingElement.scrollWidth)
    if (width > 320) wide.push(`${page}: is ${width} wide`)
  })
  assert.equal(problems.length, 0, list(problems))
  await t.test('none of them scrolls sideways on a phone 320 wide', () => assert.equal(wide.length, 0, list(wide)))
})
