// Decks: keys turn them to the end, nothing is cut off, and the two that are ready have notes.
import assert from 'node:assert/strict'
import test from 'node:test'
import { below, list, openBrowser, openPage, openTab, visit } from './site.mjs'

const READY = ['talks/thirty.html', 'talks/sixty.html']
const decks = below('talks/').filter((page) => page !== 'talks/index.html')
const opened = await openBrowser()

test('right goes through each slide of the ready decks to the end, and left comes back', async () => {
  const tab = await openTab(await opened.browser.newContext({ viewport: { width: 1280, height: 720 } }), opened.address)
  for (const page of READY) {
    await openPage(tab, opened.address + page)
    const total = await tab.locator('.slides section').count()
    assert.ok(total > 20, `${page} has ${total} slides`)
    for (let slide = 1; slide < total; slide += 1) {
      await tab.keyboard.press('ArrowRight')
      assert.equal(await tab.evaluate(() => globalThis.Reveal.getIndices().h), slide, page)
    }
    assert.equal(await tab.evaluate(() => globalThis.Reveal.isLastSlide()), true, page)
    await tab.keyboard.press('ArrowLeft')
    assert.equal(await tab.evaluate(() => globalThis.Reveal.getIndices().h), total - 2, page)
  }
  assert.deepEqual(tab.complaints, [])
})

for (const colorScheme of ['light', 'dark']) {
  test(`no slide of ${decks.length} decks is cut off, ${colorScheme}`, async () => {
    const problems = []
    await visit(
      { ...opened, options: { colorScheme, viewport: { width: 1280, height: 720 } } },
      decks,
      async (tab, page) => {
        const cut = await tab.evaluate(() => {
          const { width, height } = globalThis.Reveal.getConfig()
          return globalThis.Reveal.getSlides().flatMap((slide, index) => {
            globalThis.Reveal.slide(index)
            const told = `slide ${index + 1} '${slide.querySelector('h1, h2, h3')?.textContent.trim().slice(0, 40) ?? ''}'`
            const wide = [slide, ...slide.querySelectorAll('pre, table, p, ul')].find(
              (element) => element.scrollWidth > element.clientWidth + 1 || element.offsetWidth > width
            )
            return [
              ...(slide.scrollHeight > height ? [`${told} is ${slide.scrollHeight} high`] : []),
              ...(wide ? [`${told}: ${wide.tagName} is ${wide.scrollWidth} wide`] : [])
            ]
          })
        })
        problems.push(...cut.map((text) => `${page}: ${text}`), ...tab.complaints.map((text) => `${page}: ${text}`))
        const background = await tab.evaluate(
          () => getComputedStyle(document.querySelector('.reveal-viewport')).backgroundColor
        )
        const [red] = background.match(/\d+/g).map(Number)
        if (red > 128 !== (colorScheme === 'light'))
          problems.push(`${page} is ${background} on a ${colorScheme} system`)
      }
    )
    assert.equal(problems.length, 0, list(problems))
  })
}

test('the ready decks have notes, and their window opens', async () => {
  const context = await opened.browser.newContext()
  for (const page of READY) {
    const tab = await openTab(context, opened.address)
    await openPage(tab, opened.address + page)
    const notes = await tab
      .locator('aside.notes')
      .evaluateAll((found) => found.map((note) => note.textContent.trim().length))
    assert.ok(notes.length >= 5 && notes.every((length) => length > 10), `${page} has ${notes.length} notes: ${notes}`)
    const [speaker] = await Promise.all([context.waitForEvent('page'), tab.keyboard.press('s')])
    await speaker.waitForFunction(
      () => document.querySelector('.speaker-controls-notes .value')?.textContent.trim().length > 20
    )
    assert.deepEqual(tab.complaints, [], page)
    await speaker.close()
    await tab.close()
  }
})
