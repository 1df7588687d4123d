// A repository small enough to be broken in one place: one row, its page, a refusal, a suite, records.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { digest } from '../generate/facts.mjs'
import { benchmarkSources } from '../generate/records.mjs'

const PAGE = 'import std;\nimport patterns;\n\n// #region page\nint main() { std::cout << 1; }\n// #endregion\n'
const REFUSAL = '// must not compile, and must say: thing\nint wrong = "text";\n'
const ROW = `---
row: A1
python: [thing, list.thing]
parts: [meta/thing]
concepts: []
refused: [meta/thing_refuses_text]
wrong:
  - says: It may be empty.
    test: A1_thing.may_be_empty
  - says: It may be full.
    test: A1_thing.may_be_full
benchmarks: [meta/thing_make]
cases: [modules]
standard: [basic.link]
---

## Problem

Things are needed.

## Python

It is \`thing\`.

## C++

It is \`thing\`, too.
`

export const FILES = {
  'README.md': '# x\n\n| A1 | thing | `thing` | `meta` |\n\n## Use\n\nSee [the page](docs/toolchains.md).\n',
  'modules/meta/thing.cppm': 'export module patterns.meta:thing;\n',
  'examples/meta/A1_thing.cpp': PAGE,
  'examples/meta/A1_thing.golden': '1\n',
  'tests/meta/thing_test.cpp': 'TEST(A1_thing, may_be_empty) {}\n\nTEST(A1_thing, may_be_full) {}\n',
  'tests/negative/meta/thing_refuses_text.cpp': REFUSAL,
  'bench/meta/thing_bench.cpp': 'int bench;\n',
  'docs/rows/A1_thing.md': ROW,
  'docs/python/A1_thing.py': 'print(1)\n',
  'docs/python/A1_thing.golden': '1\n',
  'docs/toolchains.json': JSON.stringify({
    started: '2026-01-01T00:00:00Z',
    compilers: [{ id: 'gcc-16', family: 'gcc', version: '16.2', library: 'libstdc++' }],
    cases: [
      { name: 'modules.import', title: 'An import', shows: 'It works', clause: '[module.import]', negative: false }
    ],
    results: [{ case: 'modules.import', compiler: 'gcc-16', verdict: 'pass', seen: 'pass', detail: '' }]
  })
}

// Gives the folder; changes are files with their text, or null for a file that is not there.
export function repository(changes = {}) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'patterns-docs-'))
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    fs.writeFileSync(path.join(root, file), text)
  }
  for (const [file, text] of Object.entries(FILES)) write(file, text)
  write(
    'docs/records/benchmarks.json',
    JSON.stringify({
      recorded: '2026-01-01',
      commit: 'abc',
      sources: { meta: benchmarkSources(root, 'meta') },
      contexts: { meta: { compiler: 'Clang 19' } },
      themes: { meta: { thing_make: { patterns: { ns: 2 }, floor: { ns: 1 } } } }
    })
  )
  write(
    'docs/records/diagnostics.json',
    JSON.stringify({
      compilers: [{ id: 'clang-19', name: 'Clang 19', words: 'clang version 19' }],
      messages: { 'meta/thing_refuses_text': { source: digest(REFUSAL), said: { 'clang-19': 'error: no thing\n' } } }
    })
  )
  for (const [file, text] of Object.entries(changes)) {
    if (text === null) fs.rmSync(path.join(root, file))
    else write(file, text)
  }
  return root
}
