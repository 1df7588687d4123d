// Whatever a page names and the repository does not have must stop the build, with a message that names both.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { findDeadLinks } from '../generate/dead_links.mjs'
import { verdictCell } from '../generate/evaluation.mjs'
import { expand } from '../generate/directives.mjs'
import { checkCode } from '../generate/documents.mjs'
import { readFacts } from '../generate/facts.mjs'
import { readText } from '../generate/files.mjs'
import { DocsError } from '../generate/problems.mjs'
import { readBenchmarks, readDiagnostics } from '../generate/records.mjs'
import { program } from '../generate/regions.mjs'
import { rowPage } from '../generate/row_page.mjs'
import { readRowPages } from '../generate/rows.mjs'
import { FILES, repository } from './small_repository.mjs'

const API = {
  address: (name) => (name.endsWith('thing') ? '/api/meta/thing#thing' : undefined),
  concept: () => undefined
}

function siteOf(root) {
  const facts = readFacts(root)
  const benchmarks = readBenchmarks(root)
  const rows = readRowPages(facts, benchmarks)
  return {
    facts,
    benchmarks,
    rows,
    api: API,
    diagnostics: readDiagnostics(
      root,
      rows.flatMap((row) => row.refused)
    )
  }
}

const refusesWith = (pattern, changes) => {
  const root = repository(changes)
  try {
    assert.throws(
      () => {
        const site = siteOf(root)
        site.rows.forEach((row) => rowPage(site, row))
      },
      (error) => {
        assert.ok(error instanceof DocsError, error.stack)
        assert.match(error.message, pattern)
        return true
      }
    )
  } finally {
    fs.rmSync(root, { recursive: true })
  }
}
const row = (from, to) => ({ 'docs/rows/A1_thing.md': FILES['docs/rows/A1_thing.md'].replace(from, to) })

test('a whole repository gives a page with all that it names', () => {
  const root = repository()
  const site = siteOf(root)
  const page = rowPage(site, site.rows[0])
  for (const part of [
    'import std;\nimport patterns;\n\nint main()',
    'print(1)',
    'Things are needed.',
    'may be empty',
    'error: no thing',
    '2.00 ns',
    'int wrong',
    'all 1',
    'basic.link',
    '/source/tests/meta/thing_test.cpp.html#L3'
  ]) {
    assert.ok(page.includes(part), part)
  }
  assert.ok(!page.includes('#region') && !page.includes('must say'), 'marks of tests are not shown')
  fs.rmSync(root, { recursive: true })
})

test('a program is shown with all that it needs to compile', () => {
  const shown = (above) =>
    program('x.cpp', `import std;\n${above}\n// #region page\nint main() {}\n// #endregion\n`, 'page').text
  assert.equal(shown('using namespace std;\n\n// Why.\n'), 'import std;\nusing namespace std;\n\nint main() {}\n')
  assert.equal(shown('struct server {};\n'), 'import std;\nstruct server {};\n\nint main() {}\n')
})

test('words of a compiler stand in a title as they are', () => {
  const cell = verdictCell({
    verdict: 'known',
    seen: 'rejects-valid',
    issue: 'GCC bug 1',
    detail: `error: 'a_b<c>' | "d"\n{{x}}`
  })
  assert.match(cell, /title="error: 'a_b&#60;c&#62;' &#124; &#34;d&#34; &#123;&#123;x&#125;&#125;"/)
  assert.match(cell, /class="some".*rejects-valid.*gcc\.gnu\.org\/PR1/)
  assert.equal(verdictCell({ verdict: 'pass', detail: '' }), '<span class="all">yes</span>')
  assert.equal(verdictCell(undefined), 'not run')
})

test('a row without a page', () =>
  refusesWith(/docs\/rows: B2 has no page/, {
    'README.md': FILES['README.md'] + '\n| B2 | other | `other` | `meta` |\n'
  }))
test('a page without a row', () =>
  refusesWith(/A2_x.md: there is no row 'A2'/, {
    'docs/rows/A2_x.md': FILES['docs/rows/A1_thing.md'].replace('row: A1', 'row: A2')
  }))
test('two pages of one row', () =>
  refusesWith(/A1 has a page already: docs\/rows\/A1_/, {
    'docs/rows/A1_other.md': FILES['docs/rows/A1_thing.md']
  }))
test('an example that is no test', () =>
  refusesWith(/A1_thing.cpp: is no test/, { 'examples/meta/A1_thing.golden': null }))
test('an example without its region', () =>
  refusesWith(/A1_thing.cpp: has no region 'page'/, { 'examples/meta/A1_thing.cpp': 'int main() {}\n' }))
test('a region without an end', () =>
  refusesWith(/the region 'page' has no end/, { 'examples/meta/A1_thing.cpp': '// #region page\nint main() {}\n' }))
test('a test that was renamed', () =>
  refusesWith(/there is no test A1_thing.may_be_full/, {
    'tests/meta/thing_test.cpp': 'TEST(A1_thing, may_be_empty) {}\n'
  }))
test('a refusal that was renamed', () =>
  refusesWith(/no tests\/negative\/meta\/thing_refuses_text.cpp/, {
    'tests/negative/meta/thing_refuses_text.cpp': null
  }))
test('a refusal that changed since it was recorded', () =>
  refusesWith(/diagnostics.json: is stale: tests\/negative\/meta\/thing_refuses_text.cpp/, {
    'tests/negative/meta/thing_refuses_text.cpp': 'int other = "text";\n'
  }))
test('a refusal of which nothing is recorded', () =>
  refusesWith(/diagnostics.json: has nothing of/, {
    'docs/records/diagnostics.json': '{"compilers": [], "messages": {}}'
  }))
test('figures of a benchmark that changed', () =>
  refusesWith(/benchmarks.json: is stale: the benchmarks of 'meta'/, { 'bench/meta/thing_bench.cpp': 'int other;\n' }))
test('a benchmark without a figure', () =>
  refusesWith(/no figure is recorded for the benchmark meta\/other/, row('meta/thing_make', 'meta/other')))
test('an interface that is not there', () =>
  refusesWith(/there is no modules\/meta\/other.cppm/, row('parts: [meta/thing]', 'parts: [meta/other]')))
test('evaluation cases that are not there', () =>
  refusesWith(/no evaluation case is 'module'/, row('cases: [modules]', 'cases: [module]')))
test('Python that is not there', () =>
  refusesWith(/there is no docs\/python\/A1_thing.golden/, { 'docs/python/A1_thing.golden': null }))
test('a key that nobody reads', () =>
  refusesWith(/has an unknown key 'bench'/, row('benchmarks:', 'bench: []\nbenchmarks:')))
test('a section that is missing', () =>
  refusesWith(
    /its headings are Problem, C\+\+, and must be Problem, Python, C\+\+/,
    row('## Python\n\nIt is `thing`.\n', '')
  ))
test('YAML that cannot be read', () => refusesWith(/A1_thing.md: its YAML cannot be read/, row('row: A1', 'row: [')))
test('all that is wrong is told at once', () => {
  const root = repository({ 'docs/python/A1_thing.py': null, 'tests/meta/thing_test.cpp': '\n' })
  assert.throws(
    () => siteOf(root),
    (error) => error.problems.length === 3
  )
  fs.rmSync(root, { recursive: true })
})

test('directives of guides show what is there, and refuse what is not', () => {
  const root = repository()
  const site = siteOf(root)
  const shown = expand(
    site,
    'docs/guide/x.md',
    'Text of [A1](row:A1), [`thing`](api:patterns.meta.thing).\n\n@show examples/meta/A1_thing.cpp#page\n\n@output meta/A1_thing\n'
  )
  assert.match(shown, /\[A1\]\(\/rows\/A1_thing\)/)
  assert.match(shown, /int main\(\)/)
  assert.equal(expand(site, 'x', '```\n@show nothing\n```'), '```\n@show nothing\n```', 'a fence is text')
  for (const [line, pattern] of [
    ['@show examples/meta/B9.cpp', /x.md: shows examples\/meta\/B9.cpp, which does not exist/],
    ['@show examples/meta/A1_thing.cpp#other', /has no region 'other'/],
    ['@output meta/A2', /is no example page/],
    ['@cost meta/none', /of which no figure is recorded/],
    ['@case modules.none', /does not have/],
    ['@refused meta/none', /there is no tests\/negative\/meta\/none.cpp/],
    ['@readme Nothing', /which README.md does not have/],
    ['@sing loudly', /has the line '@sing'/],
    ['[x](row:Z9)', /the row 'Z9', which has no page/],
    ['[x](api:patterns.none)', /which the reference does not have/],
    ['[x](case:none)', /the evaluation case 'none', which there is not/]
  ]) {
    assert.throws(
      () => expand(site, 'docs/guide/x.md', line),
      (error) => error instanceof DocsError && pattern.test(error.message),
      line
    )
  }
  fs.rmSync(root, { recursive: true })
})

test('code in a document is that of a test', () => {
  const root = repository({
    'tests/meta/x_test.cpp': 'void f() {\n  // #region use\n  thing t;\n\n  t();\n  // #endregion\n}\n'
  })
  const site = siteOf(root)
  const document = (mark, code) => checkCode(site, 'docs/x.md', `Text\n\n${mark}\`\`\`cpp\n${code}\`\`\`\n`)
  const mark = '<!-- tests/meta/x_test.cpp#use -->\n'
  document(mark, 'thing t;\n\nt();\n')
  assert.throws(
    () => document(mark, 'thing t;\n\nt(1);\n'),
    /docs\/x.md: its code is no longer that of tests\/meta\/x_test.cpp#use/
  )
  assert.throws(() => document('', 'thing t;\n'), /has code that no test compiles: thing t;/)
  fs.rmSync(root, { recursive: true })
})

test('dead links and dead places are found', () => {
  const site = fs.mkdtempSync(path.join(os.tmpdir(), 'patterns-site-'))
  fs.mkdirSync(path.join(site, 'a'))
  fs.writeFileSync(
    path.join(site, 'index.html'),
    '<a href="/a/b.html#here">x</a> <a href="a/c.html">x</a> <a href="https://x.org/">x</a> <a href="#top">x</a>'
  )
  fs.writeFileSync(
    path.join(site, 'a/b.html'),
    '<h1 id="there">x</h1> <a href="../index.html">x</a> <a href="../">x</a>'
  )
  assert.deepEqual(findDeadLinks(site), [
    'index.html: links to /a/b.html#here, and the page has no such place',
    'index.html: links to a/c.html, and there is no such page',
    'index.html: links to #top, and the page has no such place'
  ])
  fs.rmSync(site, { recursive: true })
})

test('the real repository is whole', () => {
  const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..')
  const site = siteOf(root)
  assert.equal(site.rows.length, 90)
  assert.match(readText(root, site.rows[0].file), /row: A1/)
})
