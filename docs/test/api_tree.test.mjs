// The real modules: every exported name is documented, and nothing internal is.
import assert from 'node:assert/strict'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { extractApi } from '../generate/api.mjs'
import { apiLinker, apiPages } from '../generate/api_pages.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const modules = await extractApi(root)
const entities = modules.flatMap((module) => module.parts.flatMap((part) => part.entities))
const pages = apiPages(modules, { rowLink: (id) => `/rows/${id}` })

async function promisedNames() {
  const folder = path.join(root, 'tests', 'contract')
  const names = []
  for (const file of (await readdir(folder)).filter((each) => each.endsWith('.cpp'))) {
    for (const found of (await readFile(path.join(folder, file), 'utf8')).matchAll(/^using ([\w:]+);$/gm))
      names.push(found[1])
  }
  return names
}

test('every name of the contracts has an entity', async () => {
  const known = new Set(entities.map((each) => each.qualified))
  const names = await promisedNames()
  assert.equal(names.length > 600, true, `only ${names.length} names stand in the contracts`)
  assert.deepEqual(
    names.filter((name) => !known.has(name)),
    []
  )
})

test('every entity has a doc', () => {
  const missing = entities
    .filter((each) => !each.doc)
    .map((each) => `${each.file}:${each.line}: ${each.kind} ${each.qualified}`)
  assert.equal(missing.length, 0, `without a doc comment:\n${missing.join('\n')}`)
})

test('every part and every module has a doc', () => {
  const all = modules.flatMap((module) => [module, ...module.parts])
  assert.deepEqual(
    all.filter((each) => !each.doc).map((each) => each.file),
    []
  )
})

test('every tag in a doc is one that is understood', () => {
  const withMembers = (each) => [each, ...(each.members ?? []).flatMap(withMembers)]
  const unknown = (doc) => doc.match(/^@(?!(?:param|tparam|throws|return|pre|code|endcode)\b)\S+/gm) ?? []
  const found = entities.flatMap(withMembers).flatMap((each) => unknown(each.doc).map((tag) => `${each.name}: ${tag}`))
  assert.deepEqual(found, [])
})

test('no entity is internal', () => {
  const internal = (name) =>
    name
      .split('<')[0]
      .split('::')
      .some((each) => /(^|_)detail$/.test(each))
  assert.deepEqual(entities.map((each) => each.qualified).filter(internal), [])
})

test('the grammar reads all that is declared', () => {
  const errors = modules.flatMap((module) => module.errors)
  assert.deepEqual(
    errors.map((each) => `${each.file}:${each.line}: ${each.text}`),
    []
  )
})

test('on every page an anchor stands once', () => {
  for (const { path: name, text } of pages) {
    const ids = [...text.matchAll(/^#+ .*\{#([^}\s]+)\}$/gm)].map((each) => each[1])
    assert.deepEqual(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      [],
      name
    )
  }
})

test('every heading has an anchor of its own', () => {
  const index = pages.filter((each) => each.path !== 'api/index.md')
  for (const { path: name, text } of index) {
    const outside = text.replace(/^(`{3,})[^]*?^\1$/gm, '')
    assert.deepEqual(
      outside.split('\n').filter((line) => /^#+ /.test(line) && !line.endsWith('}')),
      [],
      name
    )
  }
})

test('every link within the reference leads to a page and an anchor that are there', () => {
  const anchors = new Map(
    pages.map(({ path: name, text }) => {
      const address = `/${name.replace(/\.md$/, '').replace(/(^|\/)index$/, '$1')}`
      return [address, new Set([...text.matchAll(/\{#([^}\s]+)\}$/gm)].map((each) => each[1]))]
    })
  )
  for (const { path: name, text } of pages) {
    for (const [, address, anchor] of text.matchAll(/\]\((\/api\/[^)#]*)(?:#([^)]*))?\)/g)) {
      assert.ok(anchors.has(address), `${name}: ${address} is no page`)
      assert.ok(!anchor || anchors.get(address).has(anchor), `${name}: ${address} has no anchor ${anchor}`)
    }
  }
})

test('every name of the contracts has an address', async () => {
  const apiLink = apiLinker(modules)
  const names = await promisedNames()
  assert.deepEqual(
    names.filter((name) => !apiLink(name)),
    []
  )
  assert.equal(apiLink('patterns.caching.ttl_cache'), '/api/caching/ttl_cache#ttl_cache')
  assert.equal(apiLink('patterns.caching'), '/api/caching/')
  assert.equal(apiLink('patterns.caching.no_such_name'), null)
})

test('every source link leads to a line of a file', async () => {
  const lengths = new Map()
  for (const { path: name, text } of pages) {
    for (const [, file, line] of text.matchAll(/\.\.\/\.\.\/source\/([^)#]+)\.html(?:#L(\d+))?\)/g)) {
      if (!lengths.has(file)) lengths.set(file, (await readFile(path.join(root, file), 'utf8')).split('\n').length)
      assert.ok(Number(line ?? 1) <= lengths.get(file), `${name}: ${file} has no line ${line}`)
    }
  }
  assert.equal(lengths.size > 200, true)
})
