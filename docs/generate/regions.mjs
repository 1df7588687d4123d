// The part of a source that a page shows: what stands between `// #region NAME` and its `// #endregion`, or the whole
// without these marks. What is copied from a page must compile: the imports above the region are kept.
import { fail } from './problems.mjs'

const BEGIN = /^\s*(?:\/\/|#)\s*#region\s+(\S+)\s*$/
const END = /^\s*(?:\/\/|#)\s*#endregion\b/

const trimmed = (lines) => {
  const kept = [...lines]
  while (kept.length && !kept[0].trim()) kept.shift()
  while (kept.length && !kept.at(-1).trim()) kept.pop()
  return kept.join('\n') + '\n'
}

// Gives {text, line}, the line being that of the region's first.
export function region(file, text, name) {
  const lines = text.split('\n')
  if (!name) {
    return { text: trimmed(lines.filter((line) => !BEGIN.test(line) && !END.test(line))), line: 1 }
  }
  const begin = lines.findIndex((line) => line.match(BEGIN)?.[1] === name)
  if (begin < 0) fail(file, `has no region '${name}'`)
  const length = lines.slice(begin + 1).findIndex((line) => END.test(line))
  if (length < 0) fail(file, `the region '${name}' has no end`)
  const inner = lines.slice(begin + 1, begin + 1 + length)
  if (!inner.some((line) => line.trim())) fail(file, `the region '${name}' is empty`)
  return { text: trimmed(inner), line: begin + 2 }
}

// A program as it is shown: what it imports and uses, and its region. If more stands above the region, a program without it
// would not compile, and the whole is shown.
export function program(file, text, name) {
  const shown = region(file, text, name)
  const before = text.split('\n').slice(0, name ? shown.line - 2 : 0)
  const kept = before.filter((line) => /^(import\s|#include\s|using\s)/.test(line))
  if (before.some((line) => line.trim() && !line.startsWith('//') && !kept.includes(line))) return region(file, text)
  return { text: [...kept, ...(kept.length ? [''] : []), shown.text].join('\n'), line: shown.line }
}
