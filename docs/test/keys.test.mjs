// The keys of the pages: left and right turn them as slides are turned, / and Ctrl+K search.
import assert from 'node:assert/strict'
import test from 'node:test'
import { list, openBrowser, openPage, openTab, rows } from './site.mjs'

const { browser, address } = await openBrowser()
const tab = await openTab(await browser.newContext({ viewport: { width: 1440, height: 900 } }), address)

const here = () => new URL(tab.url()).pathname
const turned = (page) =>
  tab.waitForURL(address + page, { timeout: 20_000 }).catch(() => assert.equal(here(), `/${page}`))
const boxes = () => tab.locator('.VPLocalSearchBox').count()

// The order of the sidebar, which is not that of names.
async function sidebar() {
  await openPage(tab, `${address}rows/index.html`)
  const links = await tab
    .locator('.VPSidebar a.link')
    .evaluateAll((found) => found.map((link) => new URL(link.href).pathname.slice(1)))
  return links.filter((link) => rows.includes(link))
}

test('right and left go through the sidebar', async () => {
  const order = await sidebar()
  assert.equal(order.length, rows.length, 'the sidebar names each row once')
  for (const [from, to] of [
    [0, 1],
    [rows.length - 2, rows.length - 1]
  ]) {
    await openPage(tab, address + order[from])
    await tab.keyboard.press('ArrowRight')
    await turned(order[to])
    await tab.locator('.pager-link.prev').waitFor()
    await tab.keyboard.press('ArrowLeft')
    await turned(order[from])
  }
})

test('a key that means something else turns no page', async () => {
  const [, page] = await sidebar()
  await openPage(tab, address + page)
  // Whoever turns the page keeps the key from others, and that is known at once; the new page is not.
  const taken = (selector, modifier) =>
    tab.evaluate(
      ([at, name]) => {
        const event = new KeyboardEvent('keydown', {
          key: 'ArrowRight',
          ...(name && { [name]: true }),
          bubbles: true,
          cancelable: true
        })
        return !document.querySelector(at).dispatchEvent(event)
      },
      [selector, modifier]
    )
  for (const modifier of ['altKey', 'ctrlKey', 'metaKey', 'shiftKey']) {
    assert.equal(await taken('body', modifier), false, `right with ${modifier} turns the page`)
  }
  assert.equal(await taken('.vp-doc pre'), false, 'right turns the page where it scrolls code')
  await tab.keyboard.press('/')
  const box = tab.locator('#localsearch-input')
  await box.fill('cache')
  await tab.locator('.VPLocalSearchBox .result').first().waitFor()
  assert.equal(await taken('#localsearch-input'), false, 'right turns the page while one types')
  assert.equal(here(), `/${page}`)
  assert.equal(await box.inputValue(), 'cache')
  await tab.keyboard.press('Escape')
  await tab.locator('.VPLocalSearchBox').waitFor({ state: 'detached' })
  await tab.keyboard.press('ArrowRight')
  await tab.waitForFunction((before) => location.pathname !== before, `/${page}`)
  assert.equal(await taken('body'), true, 'right alone is what turns the page')
})

test('/ and Ctrl+K open the search, Escape closes it, Enter follows a result', async () => {
  for (const key of ['/', 'Control+k']) {
    await openPage(tab, address)
    await tab.keyboard.press(key)
    await tab
      .locator('#localsearch-input:focus')
      .waitFor({ timeout: 20_000 })
      .catch(() => assert.fail(`${key} opens no search`))
    await tab.keyboard.press('Escape')
    await tab.locator('.VPLocalSearchBox').waitFor({ state: 'detached' })
    assert.equal(await boxes(), 0)
  }
  await tab.keyboard.press('/')
  await tab.locator('#localsearch-input').fill('cached_property')
  await tab.locator('.VPLocalSearchBox .result.selected[href*="cached_property"]').waitFor()
  await tab.keyboard.press('Enter')
  await tab.waitForURL(/\/rows\/.*cached_property/)
  assert.equal(tab.complaints.length, 0, list(tab.complaints))
})
