// Makes the words of a doc comment safe in a page, and links what they name.
//
// A page is compiled as a Vue template: outside of code, `<` would begin an element, two braces an expression, and one
// brace the attributes of what stands before it.

const CODE = /(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/g
const ROW = '[A-D]\\d{1,2}'
const ROWS = new RegExp(`(\\brows? )(${ROW}(?:(?:, and |, | and | to |-)${ROW})*)\\b`, 'g')
const ROWS_OF_FILE = new RegExp(`^(${ROW}(?:(?:, | and |-)${ROW})*)(?= [^·\\n]*·| ·)`)
const NAME = /(?<![\w:.`-])((?:[a-z]\w*::)*[a-z]\w*)(?![\w`(]|::|\.\w)/g

const MARKS = { '<': '&lt;', '>': '&gt;', '{': '&#123;', '}': '&#125;' }

/** Text without any meaning to Markdown or to Vue. */
export function escaped(text) {
  return (
    text
      .replace(/[\\*_`[\]~]/g, '\\$&')
      .replace(/&(?=\w+;|#)/g, '&amp;')
      .replace(/[<>{}]/g, (mark) => MARKS[mark])
      // Neither an emoji, nor a link to a host that was none, nor a heading or a list.
      .replace(/:(?=\S)/g, '\\:')
      .replace(/(?<=\w)\.(?=\w)/g, '\\.')
      .replace(/^(\s*)([#+=-])(?=\s|=+$|-+$|#)/gm, '$1\\$2')
      .replace(/^(\s*\d+)([.)])(?=\s|$)/gm, '$1\\$2')
  )
}

/** A span of code as it stands. */
export function codeSpan(text) {
  if (!/[{}`|]/.test(text)) return `\`${text}\``
  const shown = text.replace(/[&<>{}`|*_\\[\]~]/g, (mark) => `&#${mark.charCodeAt(0)};`)
  return `<code v-pre>${shown}</code>`
}

const linked = (shown, address) => (address ? `[${shown}](${address})` : shown)

function withRows(text, rowLink, plain) {
  const rows = (list) => list.replace(new RegExp(ROW, 'g'), (id) => linked(id, rowLink(id)))
  const pieces = []
  let rest = text
  const keep = (piece) => `\u0000${pieces.push(piece) - 1}\u0000`
  rest = rest.replace(ROWS_OF_FILE, (_, list) => keep(rows(list)))
  rest = rest.replace(ROWS, (_, word, list) => word + keep(rows(list)))
  return plain(rest).replace(/\u0000(\d+)\u0000/g, (_, at) => pieces[at])
}

function withNames(text, nameLink) {
  let result = ''
  let last = 0
  for (const found of text.matchAll(NAME)) {
    const afterSee = /\bsee\s$/.test(text.slice(Math.max(0, found.index - 4), found.index))
    const isName = /_|::/.test(found[1]) || afterSee
    const address = isName ? nameLink(found[1], afterSee) : null
    if (!address) continue
    result += escaped(text.slice(last, found.index)) + linked(escaped(found[1]), address)
    last = found.index + found[0].length
  }
  return result + escaped(text.slice(last))
}

function codeWithLink(code, nameLink) {
  const name = /^((?:\w+::)*\w+)(?:\(\)|<[\s\S]*>)?$/.exec(code)?.[1]
  return linked(codeSpan(code), name ? nameLink(name) : null)
}

/**
 * A paragraph as Markdown. `nameLink(name, pointed)` gives the address of a name, or null; `pointed` says that the words
 * before it point to it. `rowLink` gives that of a row's id.
 */
export function inline(text, { nameLink = () => null, rowLink = () => null } = {}) {
  let result = ''
  let last = 0
  const plain = (piece) => withRows(piece, rowLink, (rest) => withNames(rest, nameLink))
  for (const found of text.matchAll(CODE)) {
    result += plain(text.slice(last, found.index)) + codeWithLink(found[2].replace(/\s*\n\s*/g, ' '), nameLink)
    last = found.index + found[0].length
  }
  return result + plain(text.slice(last))
}
