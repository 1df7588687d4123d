// The pages of the reference.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { apiLinker, apiPages } from '../generate/api_pages.mjs'
import { anchorOf, partLink, partPath, sourceLink } from '../generate/links.mjs'
import { modulesOf } from './fixture.mjs'

const pagesOf = async (body, options) => {
  const pages = apiPages(await modulesOf(`export namespace patterns::demo {\n${body}\n}`), options)
  return Object.fromEntries(pages.map((page) => [page.path, page.text]))
}

test('there is an index, a page for the module and one for the part', async () => {
  const pages = await pagesOf('/// Doc.\nstruct seen {};')
  assert.deepEqual(Object.keys(pages), ['api/index.md', 'api/demo/index.md', 'api/demo/part.md'])
  assert.match(pages['api/index.md'], /- \[`seen`\]\(\/api\/demo\/part#seen\) struct, patterns\.demo/)
  assert.match(pages['api/demo/index.md'], /\| \[`part`\]\(\/api\/demo\/part\) \| For a test\. \(A1\) \| \[`seen`\]/)
  assert.match(pages['api/demo/part.md'], /^## `seen` \{#seen\}$/m)
  assert.match(pages['api/demo/part.md'], /\(\.\.\/\.\.\/source\/modules\/demo\/part\.cppm\.html#L9\)/)
})

test('rows are linked by a function, or by a map to the last part of an address', async () => {
  for (const rowLink of [(id) => `/rows/${id}_x`, { A1: 'A1_x' }, new Map([['A1', 'A1_x']])]) {
    const pages = await pagesOf('struct seen {};', { rowLink })
    assert.match(pages['api/demo/part.md'], /\[A1\]\(\/rows\/A1_x\) · part/)
  }
})

test('a parameter means itself, where an exported name is the same', async () => {
  const pages = await pagesOf(
    '/// L.\nstruct loader {};\n/// Calls `loader` with a `loader_like`.\nvoid run(int loader);\n/// C.\nstruct loader_like {};'
  )
  assert.match(pages['api/demo/part.md'], /Calls `loader` with a \[`loader_like`\]\(\/api\/demo\/part#loader_like\)/)
})

test('members with a doc have headings, values are listed, the others stand together', async () => {
  const pages = await pagesOf(
    '/// D.\nstruct options {\n  int a = 1;  ///< how {{many}}\n  int b;\n  /// Makes it.\n  void make(int);\n  void make();\n  void other();\n};'
  )
  const page = pages['api/demo/part.md']
  assert.match(page, /### Values \{#options-values\}\n\n- `int a = 1`: how &#123;&#123;many&#125;&#125;\n- `int b`/)
  assert.match(page, /### `make` \{#options-make\}[^]*?```cpp\nvoid make\(int\);\nvoid make\(\);\n```\n\nMakes it\./)
  assert.match(page, /### Other members \{#options-other-members\}\n\n```cpp\nvoid other\(\);\n```/)
})

test('what a part is called after stands first', async () => {
  const pages = await pagesOf('/// E.\nstruct failure {};\n/// P.\nstruct part {};')
  assert.deepEqual(
    [...pages['api/demo/part.md'].matchAll(/^## .*\{#(\w+)\}$/gm)].map((each) => each[1]),
    ['part', 'failure']
  )
})

test('an address is made of words, and is the name where that is one', () => {
  assert.equal(anchorOf('ttl_cache'), 'ttl_cache')
  assert.equal(anchorOf('operator<=>'), 'operator-three-way')
  assert.equal(anchorOf('operator bool'), 'operator-bool')
  assert.equal(anchorOf('~task'), 'destructor-task')
  assert.equal(anchorOf('std::hash<box>'), 'std-hash-box')
  assert.equal(sourceLink('modules/a/b.cppm', 42), '/source/modules/a/b.cppm.html#L42')
  assert.equal(partLink('patterns.async.io', 'tcp'), '/api/async_io/tcp')
  assert.notEqual(partPath('patterns.data_model', 'index'), 'api/data_model/index.md')
})

test('a name that is in two modules has an address in each', async () => {
  const modules = await modulesOf('export namespace patterns::demo {\n/// A.\nstruct same {};\n}', {
    'modules/base/base.cppm': 'export module patterns.base;\nexport import :x;\n',
    'modules/base/x.cppm':
      'export module patterns.base:x;\nexport namespace patterns::base {\n/// B.\nstruct same {};\n}\n'
  })
  const apiLink = apiLinker(modules)
  assert.equal(apiLink('patterns.demo.same'), '/api/demo/part#same')
  assert.equal(apiLink('base::same'), '/api/base/x#same')
  assert.equal(apiLink('same'), null)
})
