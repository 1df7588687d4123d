// Addresses as they are seen from a page in a folder, and what starts the program where the site was made for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { relativeAddress, relativePage } from '../generate/relative.mjs'

test('an address of the site becomes one seen from its page', () => {
  assert.equal(relativeAddress('/rows/x.html#a', '/', 1), '../rows/x.html#a')
  assert.equal(relativeAddress('/rows/', '/', 0), 'rows/index.html')
  assert.equal(relativeAddress('/', '/', 2), '../../index.html')
  assert.equal(relativeAddress('/base/api/x', '/base/', 1), '../api/x')
  assert.equal(relativeAddress('/elsewhere/x', '/base/', 1), '/elsewhere/x')
  assert.equal(relativeAddress('//other.org/x', '/', 1), '//other.org/x')
  assert.equal(relativeAddress('https://other.org/', '/', 1), 'https://other.org/')
})

test('a page keeps its text, loses its preloads and starts its program only at its own address', () => {
  const page = [
    '<link rel="stylesheet" href="/assets/s.css">',
    '<link rel="modulepreload" href="/assets/a.js">',
    '<script type="module" src="/assets/app.js"></script>',
    '<script>const kept = \'href="/x"\'</script>',
    '<a href="/rows/">rows</a> <a href="https://x.org/">x</a>'
  ].join('\n')
  const made = relativePage(page, '/', 'guide/use.html')
  assert.match(made, /href="\.\.\/assets\/s\.css"/)
  assert.match(made, /<a href="\.\.\/rows\/index\.html">/)
  assert.ok(!made.includes('<link rel="modulepreload"') && !made.includes('type="module"'))
  assert.ok(made.includes('const kept = \'href="/x"\''), 'scripts are left alone')
  assert.match(made, /import\("\/assets\/app\.js"\)/)
  assert.match(made, /path !== "\/guide\/use"/)
  assert.equal(
    relativePage('<p href="/x">no page of the generator</p>', '/', 'a.html'),
    '<p href="/x">no page of the generator</p>'
  )
})
