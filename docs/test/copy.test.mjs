// What the copy button gives is a program: it compiles as the build compiles.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { openBrowser, openPage, openTab, root, rows } from './site.mjs'

const build = path.resolve(process.env.PATTERNS_BUILD_FOLDER ?? path.join(root, 'build/test'))
const skip = fs.existsSync(path.join(build, 'compile_commands.json'))
  ? false
  : `${build} holds no compile_commands.json: name a build by PATTERNS_BUILD_FOLDER`
const seed = Number(process.env.PATTERNS_TEST_SEED ?? Date.now() % 1_000_000)

// Knuth's constants of MMIX: any sequence does that is the same for the same seed.
function chosen(items, count) {
  let state = BigInt(seed)
  const next = () => (state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n))
  const rest = [...items]
  return Array.from({ length: count }, () => rest.splice(Number((next() >> 33n) % BigInt(rest.length)), 1)[0])
}

const COMPILE = `
import sys
sys.path.insert(0, sys.argv[1])
from compiler import Compiler
status, messages = Compiler(sys.argv[2]).compile_text(sys.stdin.read())
sys.exit(messages if status else 0)
`

const compile = (text) =>
  spawnSync('python3', ['-c', COMPILE, path.join(root, 'tests/probe'), build], { input: text, encoding: 'utf8' })

test(`copied programs compile (PATTERNS_TEST_SEED=${seed})`, { skip }, async (t) => {
  const { browser, address } = await openBrowser()
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const tab = await openTab(context, address)
  for (const page of chosen(rows, 3)) {
    await t.test(page, async () => {
      await openPage(tab, address + page)
      await tab.evaluate(() => navigator.clipboard.writeText(''))
      const block = tab.locator('.side div.language-cpp').first()
      await block.hover()
      await block.locator('button.copy').click()
      await block.locator('button.copy.copied').waitFor()
      const text = await tab.evaluate(() => navigator.clipboard.readText())
      assert.match(text, /^import /m, `${page} gives no program: '${text}'`)
      assert.match(text, /\bint main\(/, `${page} gives no program: '${text}'`)
      const { status, stderr, error } = compile(text)
      assert.ifError(error)
      assert.equal(status, 0, `what ${page} gives does not compile:\n${stderr}`)
    })
  }
})
