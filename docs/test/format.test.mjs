// Prettier has the last word on how the site's own code is laid out: `npx prettier --write .` in docs mends it.
import assert from 'node:assert/strict'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import * as prettier from 'prettier'
import { filesBelow, readText } from '../generate/files.mjs'

const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const files = [
  ...['generate', 'record', 'test', 'talks', '.vitepress/theme'].flatMap((folder) =>
    filesBelow(docs, folder, /\.(mjs|css)$/)
  ),
  ...['config', 'search', 'code_themes', 'unused'].map((name) => `.vitepress/${name}.mjs`)
]

test(`${files.length} files are laid out as prettier does it`, async () => {
  const otherwise = []
  for (const file of files) {
    const options = await prettier.resolveConfig(path.join(docs, file))
    if (!(await prettier.check(readText(docs, file), { ...options, filepath: file }))) otherwise.push(file)
  }
  assert.deepEqual(otherwise, [])
})
