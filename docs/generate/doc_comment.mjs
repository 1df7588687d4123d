// Finds the doc comment of a declaration: the `///` lines right above it, or `///<` behind it.

const DOC_LINE = /^\s*\/\/\/(?!<|\/) ?(.*)$/
const COMMENT_LINE = /^\s*\/\//
const BEHIND = /\/\/\/<\s*(.*)$/

/** The doc comment that ends in the line above `row`, which is counted from 0; empty if there is none. */
export function docAbove(lines, row) {
  const found = []
  for (let at = row - 1; at >= 0 && COMMENT_LINE.test(lines[at]); --at) {
    const line = DOC_LINE.exec(lines[at])
    if (line) found.unshift(line[1].trimEnd())
  }
  return found.join('\n').trim()
}

/** The doc comment behind a declaration that ends in line `row`, with the lines that go on with it. */
export function docBehind(lines, row) {
  const first = BEHIND.exec(lines[row])
  if (!first) return ''
  const found = [first[1]]
  for (let at = row + 1; at < lines.length && /^\s*\/\/\/</.test(lines[at]); ++at) {
    found.push(BEHIND.exec(lines[at])[1])
  }
  return found.join('\n').trim()
}

/** The doc comment of the file, which begins with `@file` in its first line; empty if there is none. */
export function docOfFile(lines) {
  if (!/^\/\/\/\s*@file\b/.test(lines[0] ?? '')) return ''
  const end = lines.findIndex((line) => !COMMENT_LINE.test(line))
  return docAbove(lines, end < 0 ? lines.length : end).replace(/^@file\s*/, '')
}
