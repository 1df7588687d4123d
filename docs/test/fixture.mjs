// A project in a folder of its own, with the interface units that a test is about.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { extractApi } from '../generate/api.mjs'

/** Calls `use` with the folder in which `files`, by path, have been written, and takes the folder away after that. */
export async function inFolder(files, use) {
  const root = await mkdtemp(path.join(tmpdir(), 'patterns-api-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(root, name)
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, text)
    }
    return await use(root)
  } finally {
    await rm(root, { recursive: true })
  }
}

/** The modules of a project with one part, `body`, in `patterns.demo`. */
export function modulesOf(body, more = {}) {
  const files = {
    'modules/demo/demo.cppm':
      '/// @file\n/// patterns.demo: for a test.\nexport module patterns.demo;\n\nexport import :part;\n',
    'modules/demo/part.cppm': `/// @file\n/// A1 · part: for a test.\nexport module patterns.demo:part;\n\nimport std;\n\n${body}\n`,
    ...more
  }
  return inFolder(files, extractApi)
}

/** The entities of that part. */
export async function entitiesOf(body) {
  const [module] = await modulesOf(body)
  return module.parts[0].entities
}

/** The one entity that is in an exported namespace with `body`. */
export async function entityOf(body) {
  const found = await entitiesOf(`export namespace patterns::demo {\n\n${body}\n\n}  // namespace patterns::demo`)
  if (found.length !== 1)
    throw new Error(`one entity expected, found ${found.map((each) => each.name).join(', ') || 'none'}`)
  return found[0]
}
