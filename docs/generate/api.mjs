// The public interface of every module, read from its interface units.
//
// The reading is of syntax alone. Types are as they are written; nothing is looked up. So there are no members that come
// from a base class, no types that `auto` stands for, no links between overloads and calls; both branches of an `#if`
// are there; what a macro would make is not. An entity is documented where it is declared in an interface unit, wherever
// its body is.
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'

import { parse } from './cpp_parser.mjs'
import { docOfFile } from './doc_comment.mjs'
import { exportedBy } from './entities.mjs'
import { borrowDocs, groupEntities } from './grouped_entities.mjs'

const UNIT = /^(?:export )?module ([\w.]+)(?::(\w+))?;/m

async function interfaceFiles(folder) {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = await Promise.all(
    entries.map((entry) => {
      const file = path.join(folder, entry.name)
      return entry.isDirectory() ? interfaceFiles(file) : entry.name.endsWith('.cppm') ? [file] : []
    })
  )
  return found.flat().sort()
}

async function readUnit(root, file) {
  const text = await readFile(file, 'utf8')
  const named = UNIT.exec(text)
  const name = path.relative(root, file).split(path.sep).join('/')
  if (!named) throw new Error(`${name}:1: no module declaration`)
  const source = { file: name, text, lines: text.split('\n') }
  const { root: tree, errors, release } = await parse(text)
  try {
    return {
      module: named[1],
      part: named[2] ?? '',
      file: name,
      line: text.slice(0, named.index).split('\n').length,
      doc: docOfFile(source.lines),
      exports: [...text.matchAll(/^export import ([\w.:]+);/gm)].map((each) => each[1]),
      entities: exportedBy(tree, source),
      errors: errors.map((each) => ({ file: name, ...each }))
    }
  } finally {
    release()
  }
}

function moduleOf(primary, units) {
  const parts = units
    .filter((unit) => unit.module === primary.module && (unit.part || unit.entities.length > 0))
    .map(({ part, file, doc, entities }) => ({ name: part || primary.module.split('.').at(-1), file, doc, entities }))
  groupEntities(parts)
  return {
    module: primary.module,
    file: primary.file,
    line: primary.line,
    doc: primary.doc,
    exports: primary.exports.filter((name) => !name.startsWith(':')),
    parts,
    errors: units.filter((unit) => unit.module === primary.module).flatMap((unit) => unit.errors)
  }
}

/**
 * The modules of the project in `root`, by name. Each has its parts, each part its entities, each entity its public
 * members. `errors` of a module lists what the grammar did not understand: {file, line, text}.
 */
export async function extractApi(root) {
  const units = []
  for (const file of await interfaceFiles(path.join(root, 'modules'))) units.push(await readUnit(root, file))
  const modules = units
    .filter((unit) => !unit.part)
    .map((primary) => moduleOf(primary, units))
    .sort((a, b) => (a.module < b.module ? -1 : 1))
  borrowDocs(modules)
  return modules
}
