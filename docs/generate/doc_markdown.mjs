// A doc comment as Markdown for a page.
import { blocksOf } from './doc_blocks.mjs'
import { codeSpan, inline } from './doc_inline.mjs'
import { fence } from './markdown.mjs'

const TAGS = { throws: 'Throws', return: 'Returns', pre: 'Requires' }
const NAMED = { param: '', tparam: ' (template parameter)' }

/** A fence of C++, as a block among others. */
export const cppFence = (code) => fence(code, 'cpp').trimEnd()

const indented = (text) => text.replace(/\n\s*/g, '\n  ')

function tableRows(rows, links) {
  return rows.map((row) => (/^\|[-|: ]+\|$/.test(row) ? row : inline(row, links))).join('\n')
}

function rendered(block, links) {
  switch (block.type) {
    case 'code':
      return cppFence(block.text)
    case 'table':
      return tableRows(block.rows, links)
    case 'item':
      return `- ${indented(inline(block.text, links))}`
    case 'note':
      return `- **${block.label}:** ${indented(inline(block.text, links))}`
    case 'tag':
      return block.name
        ? `- ${codeSpan(block.name)}${NAMED[block.tag]}: ${indented(inline(block.text, links))}`
        : `- **${TAGS[block.tag]}** ${indented(inline(block.text, links))}`
    default:
      return inline(block.text, links)
  }
}

const isItem = (block) => ['item', 'note', 'tag'].includes(block?.type)

/** The Markdown of a doc comment; see inline for `links`. */
export function docMarkdown(doc, links) {
  const blocks = doc ? blocksOf(doc) : []
  let text = ''
  blocks.forEach((block, at) => {
    if (at > 0) text += isItem(block) && isItem(blocks[at - 1]) ? '\n' : '\n\n'
    text += rendered(block, links)
  })
  return text
}

/** The first sentence of a doc comment, as Markdown in one line: for tables. */
export function summary(doc, links) {
  const first = doc ? blocksOf(doc).find((block) => block.type === 'text') : null
  if (!first) return ''
  const text = first.text.replace(/\s*\n\s*/g, ' ')
  const end = /\.(?=\s)(?<!\be\.g\.|\bi\.e\.|\bcf\.)/.exec(text)
  const sentence = (end ? text.slice(0, end.index + 1) : text).replace(/:$/, '.')
  return inline(sentence, links).replaceAll('|', '&#124;')
}
