// Both themes, small screens, and paper.
import assert from 'node:assert/strict'
import test from 'node:test'
import { below, openBrowser, openPage, openTab, pages, rows } from './site.mjs'

const { browser, address } = await openBrowser()
const open = async (options, page) => {
  const tab = await openTab(await browser.newContext(options), address)
  await openPage(tab, address + page)
  return tab
}

// How light a colour is that a browser computed, from 0 to 255.
const light = (tab, selector) =>
  tab.evaluate((at) => {
    const colour = getComputedStyle(document.querySelector(at)).backgroundColor
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number)
    if (!alpha)
      return matchMedia('(prefers-color-scheme: dark)').matches &&
        getComputedStyle(document.documentElement).colorScheme.includes('dark')
        ? 0
        : 255
    return 0.3 * red + 0.59 * green + 0.11 * blue
  }, selector)

for (const scheme of ['light', 'dark']) {
  test(`a system that is ${scheme} is followed, the switch changes that and is kept`, async () => {
    const tab = await open({ colorScheme: scheme, viewport: { width: 1440, height: 900 } }, 'index.html')
    const isLight = async () => (await light(tab, 'body')) > 128
    assert.equal(await isLight(), scheme === 'light')
    const block = await light(tab, 'div[class*=language-]')
    assert.equal(block > 128, scheme === 'light', `blocks of code are as ${scheme} as the page`)
    await tab.locator('.VPNavBarAppearance .VPSwitchAppearance').click()
    await tab.waitForFunction(
      (dark) => document.documentElement.classList.contains('dark') === dark,
      scheme === 'light'
    )
    assert.equal(await isLight(), scheme !== 'light', 'the switch changes the page')
    const [source] = below('source/')
    for (const page of [rows[0], 'toolchains.html', 'talks/thirty.html', ...(source ? [source] : [])]) {
      await openPage(tab, address + page)
      assert.equal(await isLight(), scheme !== 'light', `${page} keeps what was chosen`)
    }
    assert.deepEqual(tab.complaints, [])
  })
}

// The ready deck, too: its colours come another way.
test('code has colours in both themes', async () => {
  for (const scheme of ['light', 'dark']) {
    for (const page of [rows[0], 'talks/thirty.html']) {
      const tab = await open({ colorScheme: scheme }, page)
      const colours = await tab
        .locator('.language-cpp code span')
        .evaluateAll((words) => [...new Set(words.map((word) => getComputedStyle(word).color))])
      assert.ok(colours.length >= 4, `${page}, ${scheme}: code is in ${colours.join(' and ')}`)
      await tab.context().close()
    }
  }
})

const SMALL = [
  'index.html',
  rows[0],
  rows.at(-1),
  'rows/index.html',
  'guide/modules.html',
  'toolchains.html',
  'talks/index.html',
  ...below('api/').slice(0, 2),
  ...below('source/').slice(0, 1)
]

for (const width of [390, 320]) {
  test(`at ${width} only blocks of code and tables scroll sideways`, async () => {
    for (const page of SMALL) {
      const tab = await open({ viewport: { width, height: 844 } }, page)
      const wide = await tab.evaluate(() => document.scrollingElement.scrollWidth)
      assert.ok(wide <= width, `${page} is ${wide} wide at ${width}`)
      // What sticks out of the window without a box of its own to scroll in would be cut off.
      const cut = await tab.evaluate(() => {
        const scrolls = (element) =>
          element && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement))
        return [...document.querySelectorAll('.vp-doc *, main *')]
          .filter(
            (element) =>
              element.getClientRects().length &&
              element.getBoundingClientRect().right > innerWidth + 1 &&
              !scrolls(element)
          )
          .map((element) => `${element.tagName} '${element.textContent.trim().slice(0, 40)}'`)
      })
      assert.deepEqual(cut, [], `${page} at ${width}`)
      await tab.context().close()
    }
  })

  test(`at ${width} both menus open and close`, async () => {
    const tab = await open({ viewport: { width, height: 844 } }, rows[0])
    await tab.locator('.VPNavBarHamburger').click()
    await tab.locator('.VPNavScreen a', { hasText: 'Toolchains' }).waitFor({ state: 'visible' })
    await tab.locator('.VPNavBarHamburger').click()
    await tab.locator('.VPNavScreen').waitFor({ state: 'detached' })
    await tab.locator('.VPLocalNav .menu').click()
    await tab.locator('.VPSidebar.open').waitFor({ state: 'visible' })
    const link = tab.locator('.VPSidebar.open a.link').nth(2)
    const href = new URL(await link.evaluate((element) => element.href)).pathname
    await link.click()
    await tab.waitForURL((url) => url.pathname === href)
    await tab.locator('.VPSidebar.open').waitFor({ state: 'detached' })
    assert.deepEqual(tab.complaints, [])
  })
}

// The names of what is seen of these, though paper has no use for it.
const NAVIGATION = [
  '.VPNav',
  '.VPLocalNav',
  '.VPSidebar',
  '.VPDocAside',
  '.VPDocFooter',
  'button.copy',
  '.VPSkipLink',
  '.header-anchor'
]

test('on paper there is no navigation, and code wraps', async () => {
  for (const scheme of ['light', 'dark']) {
    for (const page of [rows[0], 'guide/modules.html', 'toolchains.html', 'index.html']) {
      const tab = await open({ colorScheme: scheme, viewport: { width: 720, height: 1000 } }, page)
      await tab.emulateMedia({ media: 'print' })
      const seen = await tab.evaluate(
        (selectors) =>
          selectors.filter((selector) =>
            [...document.querySelectorAll(selector)].some(
              (element) =>
                element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
                element.getBoundingClientRect().height > 1
            )
          ),
        NAVIGATION
      )
      assert.deepEqual(seen, [], `${page} prints its navigation`)
      const wide = await tab.evaluate(
        () =>
          [...document.querySelectorAll('div[class*=language-] pre, .vp-doc table')].filter(
            (element) => element.scrollWidth > element.clientWidth + 1
          ).length
      )
      assert.equal(wide, 0, `${page} has blocks that paper cuts off`)
      assert.ok((await light(tab, 'body')) > 128, `${page} is printed dark`)
      const faint = await tab.locator('.vp-doc :is(h1, p, td, pre code, .line span)').evaluateAll((found) => {
        const value = (colour) =>
          colour
            .match(/[\d.]+/g)
            .slice(0, 3)
            .reduce((sum, part) => sum + Number(part), 0) / 3
        return found
          .filter((element) => value(getComputedStyle(element).color) > 150)
          .map((element) => element.textContent.slice(0, 40))
      })
      assert.deepEqual(faint.slice(0, 5), [], `${page}, ${scheme}: is too light for paper`)
      await tab.context().close()
    }
  }
})

test('all words of all compilers are printed', async () => {
  const page = pages.find((name) => name === 'index.html')
  const tab = await open({ viewport: { width: 720, height: 1000 } }, page)
  await tab.emulateMedia({ media: 'print' })
  const hidden = await tab
    .locator('.vp-code-group .blocks > div')
    .evaluateAll((blocks) => blocks.filter((block) => !block.checkVisibility()).length)
  assert.equal(hidden, 0, 'what stands behind a tab is not printed')
})
