// The start page is light, and the site can be read from a folder, without a server.
import assert from 'node:assert/strict'
import path from 'node:path'
import test from 'node:test'
import { pathToFileURL } from 'node:url'
import { below, folder, openBrowser, openPage, openTab, rows, sample } from './site.mjs'

const MOST = 300_000
const { browser, address } = await openBrowser()

test(`the start page takes less than ${MOST} bytes`, async (t) => {
  const tab = await openTab(await browser.newContext(), address)
  const answers = []
  tab.on('response', (response) => answers.push(response.body().then((body) => [body.length, response.url()])))
  await openPage(tab, address)
  await tab.waitForLoadState('networkidle')
  const sizes = (await Promise.all(answers)).sort((a, b) => b[0] - a[0])
  const bytes = sizes.reduce((sum, [size]) => sum + size, 0)
  t.diagnostic(`${bytes} bytes in ${sizes.length} answers`)
  assert.ok(sizes.length > 3, 'a page has styles and a program')
  assert.ok(bytes < MOST, `${bytes} bytes: ${sizes.map(([size, url]) => `${size} ${url}`).join(', ')}`)
})

test('pages are read from a folder', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const home = pathToFileURL(folder).href
  for (const page of ['index.html', rows[0], 'guide/modules.html', 'talks/index.html', ...sample(below('api/'), 1)]) {
    const tab = await openTab(context, home)
    await tab.goto(pathToFileURL(path.join(folder, page)).href, { waitUntil: 'load' })
    assert.deepEqual(tab.complaints, [], page)
    const body = await tab.evaluate(() => getComputedStyle(document.querySelector('.VPDoc, main')).fontFamily)
    assert.match(body, /system-ui/, `${page} has no styles`)
    assert.ok((await tab.locator('main h1').innerText()).length > 3, `${page} has no heading`)
    await tab.close()
  }
  const tab = await openTab(context, home)
  await tab.goto(`${home}/${rows[0]}`, { waitUntil: 'load' })
  assert.match(await tab.locator('.language-cpp').first().innerText(), /import /, 'the code is there')
  for (const [text, to] of [
    ['Toolchains', '/toolchains.html'],
    ['Talks', '/talks/index.html']
  ]) {
    await tab.locator('.VPNavBarMenu a', { hasText: text }).click()
    await tab.waitForURL(home + to)
  }
  await tab.locator('main a[href*="thirty"]').click()
  await tab.waitForURL(`${home}/talks/thirty.html`)
  await tab.waitForFunction(() => globalThis.Reveal?.isReady())
  assert.deepEqual(tab.complaints, [])
})
