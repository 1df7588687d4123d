// Reading the repository: text with its line ends made equal, and lists of files in an order that no system changes.
import fs from 'node:fs'
import path from 'node:path'
import { fail } from './problems.mjs'

export function readText(root, file) {
  try {
    return fs.readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n')
  } catch (error) {
    fail(file, `cannot be read (${error.code ?? error.message})`)
  }
}

export function readJson(root, file) {
  const text = readText(root, file)
  try {
    return JSON.parse(text)
  } catch (error) {
    fail(file, `is no JSON: ${error.message}`)
  }
}

export const exists = (root, file) => fs.existsSync(path.join(root, file))

// Files below the folder, as paths from the root, that the pattern takes.
export function filesBelow(root, folder, pattern = /./) {
  const found = []
  const visit = (at) => {
    for (const entry of fs.readdirSync(path.join(root, at), { withFileTypes: true })) {
      const file = `${at}/${entry.name}`
      if (entry.isDirectory()) visit(file)
      else if (pattern.test(file)) found.push(file)
    }
  }
  if (exists(root, folder)) visit(folder)
  return found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

export function writeText(folder, file, text) {
  const to = path.join(folder, file)
  fs.mkdirSync(path.dirname(to), { recursive: true })
  fs.writeFileSync(to, text)
}
