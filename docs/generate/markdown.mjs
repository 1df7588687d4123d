// Pieces of Markdown that VitePress takes as they are meant: it compiles pages as templates, and `{{` and `<` are code there.
import { escaped } from './doc_inline.mjs'

// A fence that no line of the text can end.
export function fence(text, language = '', title = '') {
  const longest = Math.max(2, ...[...text.matchAll(/^\s*(`{3,})/gm)].map((match) => match[1].length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}${language}${title ? ` [${title}]` : ''}\n${text.replace(/\n*$/, '\n')}${marks}\n`
}

// Text for a sentence or a cell: nothing in it means anything to Markdown or to the template.
export const plain = (text) => escaped(text).replaceAll('|', '\\|')

// Text for an attribute of an element, where Markdown's own marks mean nothing.
export const attribute = (text) =>
  text.replace(/[&<>"{}|\s]/g, (mark) => (/\s/.test(mark) ? ' ' : `&#${mark.charCodeAt(0)};`))

// A span of code, in a cell of a table, too.
export const code = (text) => `\`${text.replaceAll('|', '\\|')}\``

export const table = (head, rows) =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, index) => (index ? ' ---: |' : ' --- |')).join('')}`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    ''
  ].join('\n')
