// Each row is found by its title, by its first name in C++, and by what it is called in Python.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { pathToFileURL } from 'node:url'
import MiniSearch from 'minisearch'
import { options, searchOptions } from '../.vitepress/search.mjs'
import { readRows } from '../generate/facts.mjs'
import { filesBelow, readText } from '../generate/files.mjs'
import { parseRow } from '../generate/rows.mjs'
import { folder, list, openBrowser, openPage, openTab, root, sample } from './site.mjs'

const OWN = 3
const TERMS = 5
const IN_THE_BOX = 20
const ALWAYS = ['cached_property', 'asyncio.Lock']

const facts = readRows(root)
const queries = filesBelow(root, 'docs/rows', /\.md$/).flatMap((file) => {
  const row = parseRow(file, readText(root, file))
  const { title, names } = facts.get(row.row)
  const shown = title.replaceAll('`', '')
  const query = (most) => (text) => ({ text: String(text), row: row.stem, most })
  return [...[shown, names[0]].map(query(OWN)), ...row.python_terms.map(query(TERMS))]
})

// A query of the box is the words as one writes them; a result is the page of the row at any of its headings.
const placeOf = (addresses, row) => addresses.findIndex((address) => address.includes(`/rows/${row}.html`)) + 1

const problem = ({ text, row, most }, addresses) => {
  const place = placeOf(addresses, row)
  if (place > 0 && place <= most) return []
  const instead = addresses.slice(0, most).map((address) => address.replace(/^.*\/(?=[^/]*\/)/, ''))
  return [`'${text}' finds ${row} at ${place || 'no'} place of ${most}; first: ${instead.join(', ') || 'nothing'}`]
}

async function shippedIndex() {
  const chunks = path.join(folder, 'assets/chunks')
  const [name] = fs.readdirSync(chunks).filter((file) => file.startsWith('@localSearchIndexroot'))
  assert.ok(name, `${chunks} holds no search index`)
  const { default: text } = await import(pathToFileURL(path.join(chunks, name)))
  return MiniSearch.loadJSON(text, { ...options, searchOptions })
}

test(`the site's index finds rows by ${queries.length} names and terms`, async () => {
  const index = await shippedIndex()
  const problems = queries.flatMap((query) =>
    problem(
      query,
      index.search(query.text).map((result) => result.id)
    )
  )
  assert.equal(problems.length, 0, list(problems))
})

test('the search box finds the same', async () => {
  const index = await shippedIndex()
  const { browser, address } = await openBrowser()
  const tab = await openTab(await browser.newContext(), address)
  await openPage(tab, address)
  await tab.keyboard.press('Control+k')
  const box = tab.locator('#localsearch-input')
  await box.waitFor()
  const asked = [
    ...ALWAYS.flatMap((text) => queries.filter((query) => query.text === text).slice(0, 1)),
    ...sample(queries, IN_THE_BOX)
  ]
  assert.ok(asked.length >= IN_THE_BOX + ALWAYS.length, `a row has to name each of ${ALWAYS.join(', ')}`)
  for (const query of asked) {
    const expected = index
      .search(query.text)
      .slice(0, 16)
      .map((result) => result.id)
    await box.fill(query.text)
    const shown = () =>
      [...document.querySelectorAll('.VPLocalSearchBox .result')].map((link) => link.getAttribute('href'))
    await tab
      .waitForFunction(
        ([wanted, read]) => JSON.stringify(new Function(`return (${read})()`)()) === wanted,
        [JSON.stringify(expected), shown.toString()],
        { timeout: 20_000 }
      )
      .catch(async () =>
        assert.deepEqual(await tab.evaluate(shown), expected, `the box says something else of '${query.text}'`)
      )
    assert.deepEqual(problem(query, expected), [])
  }
  assert.deepEqual(tab.complaints, [])
})
