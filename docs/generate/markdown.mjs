// Pieces of Markdown that VitePress takes as they are meant: it compiles pages as templates, and `{{` and `<` are code there.

// A fence that no line of the text can end.
export function fence(text, language = '', title = '') {
  const longest = Math.max(2, ...[...text.matchAll(/^\s*(`{3,})/gm)].map((match) => match[1].length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}${language}${title ? ` [${title}]` : ''}\n${text.replace(/\n*$/, '\n')}${marks}\n`
}

export const languageOf = (file) => {
  if (/\.(cpp|cppm|hpp|h|ixx)$/.test(file)) return 'cpp'
  if (file.endsWith('.py')) return 'python'
  if (/CMakeLists\.txt$|\.cmake$/.test(file)) return 'cmake'
  if (file.endsWith('.json')) return 'json'
  return 'txt'
}

// Text for a cell or a sentence: what Markdown, HTML or the template would take for its own.
export const plain = (text) =>
  text
    .replace(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark])
    .replaceAll('{{', '&#123;&#123;')
    .replace(/[\\`*_[\]|]/g, '\\$&')

// A span of code, in a cell of a table, too.
export const code = (text) => `\`${text.replaceAll('|', '\\|')}\``

export const table = (head, rows) =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, index) => (index ? ' ---: |' : ' --- |')).join('')}`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    ''
  ].join('\n')
