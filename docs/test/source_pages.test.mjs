// The pages that show sources.
import assert from 'node:assert/strict'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'

import { sourcePages } from '../generate/source_pages.mjs'
import { inFolder } from './fixture.mjs'

const FILES = {
  'modules/a/b.cppm': 'export module a;\n// <b> & "c"\n\nint main() { return 0; }\n',
  'notes.txt': 'plain <text>'
}

test('a page has every line under its number, in colours, and loads nothing', async () => {
  await inFolder(FILES, async (root) => {
    const told = await sourcePages(root, Object.keys(FILES), path.join(root, 'out'))
    assert.deepEqual([told.files, told.lines], [2, 5])
    const page = await readFile(path.join(root, 'out/source/modules/a/b.cppm.html'), 'utf8')
    assert.deepEqual(
      [...page.matchAll(/id="L(\d+)"/g)].map((each) => each[1]),
      ['1', '2', '3', '4']
    )
    assert.match(page, /counter-reset:line[^]*counter-increment:line/)
    assert.match(page, /<title>modules\/a\/b\.cppm<\/title>/)
    assert.match(page, /<a href="\.\.\/\.\.\/\.\.\/index\.html">Start page<\/a>/)
    assert.match(page, /<span class="c\d+">export<\/span>/)
    assert.doesNotMatch(page, /https?:|<script src|<link rel="stylesheet"/)
    const code = /<code>([^]*)<\/code>/.exec(page)[1].replace(/<[^>]*>/g, '')
    const text = code.replace(/&#(\d+);/g, (_, number) => String.fromCharCode(number))
    assert.equal(text, FILES['modules/a/b.cppm'])
  })
})

test('what has no language is plain, and more links may be given', async () => {
  await inFolder(FILES, async (root) => {
    await sourcePages(root, ['notes.txt'], path.join(root, 'out'), {
      related: () => [{ text: 'More', href: 'more.html' }]
    })
    const page = await readFile(path.join(root, 'out/source/notes.txt.html'), 'utf8')
    assert.match(page, /plain &#60;text&#62;\n<\/span>/)
    assert.match(page, /<a href="\.\.\/more\.html">More<\/a>/)
  })
})

test('what is kept gives the same page', async () => {
  await inFolder(FILES, async (root) => {
    const options = { cache: path.join(root, 'cache') }
    const file = path.join(root, 'out/source/modules/a/b.cppm.html')
    await sourcePages(root, Object.keys(FILES), path.join(root, 'out'), options)
    const first = await readFile(file, 'utf8')
    assert.equal((await readdir(options.cache)).length, 1)
    await sourcePages(root, Object.keys(FILES), path.join(root, 'out'), options)
    assert.equal(await readFile(file, 'utf8'), first)
  })
})

test('a file that is no text is named', async () => {
  await inFolder({ 'a.cpp': 'a\0b' }, async (root) => {
    await assert.rejects(sourcePages(root, ['a.cpp'], path.join(root, 'out')), /a\.cpp: has a zero byte/)
  })
})
