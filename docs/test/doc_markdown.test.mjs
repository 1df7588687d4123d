// Doc comments as Markdown that a page of Vue can be made of.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { codeSpan, escaped, inline } from '../generate/doc_inline.mjs'
import { cppFence, docMarkdown, summary } from '../generate/doc_markdown.mjs'

const links = {
  nameLink: (name) => ({ ttl_cache: '/t', record: '/r', 'meta::record': '/m' })[name] ?? null,
  rowLink: (id) => (id === 'D99' ? null : `/rows/${id}`)
}

test('nothing in plain text means anything to Vue or to Markdown', () => {
  assert.equal(escaped('a<b> {{ c }} {.d}'), 'a&lt;b&gt; &#123;&#123; c &#125;&#125; &#123;.d&#125;')
  assert.equal(escaped('*p and a_b[0]'), '\\*p and a\\_b\\[0\\]')
  assert.equal(escaped('see example.org and std::a: b'), 'see example\\.org and std\\:\\:a: b')
  assert.equal(escaped('# no heading\n- no list\n1995. no list'), '\\# no heading\n\\- no list\n1995\\. no list')
})

test('a code span stays as it is, and is kept from Vue where braces are in it', () => {
  assert.equal(codeSpan('std::vector<int>'), '`std::vector<int>`')
  assert.equal(codeSpan('a{{1}}'), '<code v-pre>a&#123;&#123;1&#125;&#125;</code>')
  assert.equal(inline('of `a_b < c`', links), 'of `a_b < c`')
})

test('names are links in code, and in text where they cannot be other words', () => {
  assert.equal(
    inline('`ttl_cache<K, V>` and ttl_cache, see record; a record', links),
    '[`ttl_cache<K, V>`](/t) and [ttl\\_cache](/t), see [record](/r); a record'
  )
  assert.equal(inline('no meta::record, but other::record', links), 'no [meta\\:\\:record](/m), but other\\:\\:record')
  assert.equal(inline('`unknown`', links), '`unknown`')
})

test('ids of rows are links where rows are spoken of, and nowhere else', () => {
  assert.equal(
    inline('Source: rows C13 to C17, and C3; row D99', links),
    'Source: rows [C13](/rows/C13) to [C17](/rows/C17), and [C3](/rows/C3); row D99'
  )
  assert.equal(inline('B28, B29 · a: b', links), '[B28](/rows/B28), [B29](/rows/B29) · a: b')
  assert.equal(inline('the C3 merge', links), 'the C3 merge')
})

test('indented lines and @code are examples, tags and notes are one list', () => {
  const doc =
    'For a test:\n\n    int a;\n\n      int b;\n\n@tparam T  what it is\n  of\n@throws x if not\nComplexity: O(1). Source: row A1.'
  assert.equal(
    docMarkdown(doc, links),
    'For a test:\n\n```cpp\nint a;\n\n  int b;\n```\n\n- `T` (template parameter): what it is\n  of\n- **Throws** x if not\n- **Complexity:** O(1).\n- **Source:** row [A1](/rows/A1).'
  )
  assert.equal(docMarkdown('A\n@code\n  x\n@endcode\nB'), 'A\n\n```cpp\nx\n```\n\nB')
  assert.throws(() => docMarkdown('A\n@code\nx'), /@code without @endcode: A/)
})

test('a row of a table that goes on in the next line is one row', () => {
  assert.equal(docMarkdown('| a | b |\n|---|---|\n| c | d\n|'), '| a | b |\n|---|---|\n| c | d |')
})

test('a fence is longer than what is in it', () => {
  assert.equal(cppFence('a ```` b\n``` c'), '````cpp\na ```` b\n``` c\n````')
})

test('a summary is the first sentence', () => {
  assert.equal(summary('One\ntwo, e.g. three. Four.'), 'One two, e\\.g. three.')
  assert.equal(summary(''), '')
})
