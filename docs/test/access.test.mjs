// axe-core finds nothing serious, in light or dark.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import test from 'node:test'
import { below, list, openBrowser, rows, sample, visit } from './site.mjs'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const opened = await openBrowser()
const decks = below('talks/rows/').slice(0, 1).concat('talks/thirty.html')
const wanted = [
  'index.html',
  ...sample(rows, 3),
  'rows/index.html',
  ...below('guide/'),
  'toolchains.html',
  'talks/index.html',
  ...decks,
  ...sample(below('api/'), 3),
  ...sample(below('source/'), 2)
]

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    test(`${wanted.length} pages are accessible, ${colorScheme}, ${width} wide`, async () => {
      const problems = []
      await visit(
        { ...opened, options: { colorScheme, viewport: { width, height: 900 } } },
        wanted,
        async (tab, page) => {
          await tab.evaluate(axe)
          const { violations } = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
          for (const { id, impact, nodes } of violations) {
            if (impact !== 'serious' && impact !== 'critical') continue
            const [{ target, any }] = nodes
            problems.push(
              `${page}: ${id} (${impact}), ${nodes.length} times, first at ${target.join(' ')}${any[0]?.message ? `: ${any[0].message}` : ''}`
            )
          }
        }
      )
      assert.equal(problems.length, 0, list(problems))
    })
  }
}
