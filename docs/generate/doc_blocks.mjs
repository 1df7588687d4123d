// Takes a doc comment apart into blocks: {type, ...} in the order in which they stand.
//
//   text   {text}         a paragraph
//   code   {text}         an example: indented by four, or between @code and @endcode
//   table  {rows}         lines that begin with a bar
//   item   {text}         of a list
//   note   {label, text}  "Complexity: ...", "Source: ..."
//   tag    {tag, text}    @throws, @return, @pre; with {name} for @param and @tparam

const LABEL = '(?:Complexity|Thread-safety|Exceptions|Source|Models)(?: of [\\w ,]+?|, [\\w, -]+?| and [\\w-]+)?'
const NOTE = new RegExp(`^(${LABEL}): (.*)$`, 's')
const NEXT_NOTE = new RegExp(`(?<=[.;:?!)] )(?=${LABEL}: )|\\n(?=${LABEL}: )`)
const TAG = /^@(param|tparam|throws|return|pre)\b\s*(.*)$/
const NAMED = new Set(['param', 'tparam'])

function tagBlock(line) {
  const [, tag, rest] = TAG.exec(line)
  if (!NAMED.has(tag)) return { type: 'tag', tag, text: rest }
  const [, name, text] = /^(\S+)\s*(.*)$/.exec(rest) ?? [null, rest, '']
  return { type: 'tag', tag, name, text }
}

function unindented(lines) {
  const depth = Math.min(...lines.filter((line) => line.trim()).map((line) => /^ */.exec(line)[0].length))
  return lines
    .map((line) => line.slice(depth))
    .join('\n')
    .replace(/^\n+|\s+$/g, '')
}

// A row that was too long for its line goes on in the next.
function joinedRows(lines) {
  const rows = []
  for (const line of lines) {
    if (rows.length > 0 && !/\|\s*$/.test(rows.at(-1))) rows.push(`${rows.pop()} ${line.trim()}`)
    else rows.push(line.trim())
  }
  return rows
}

// The notes of a paragraph, which may follow each other in one line.
function paragraphs(text) {
  return text.split(NEXT_NOTE).map((piece) => {
    const note = NOTE.exec(piece.trim())
    return note ? { type: 'note', label: note[1], text: note[2] } : { type: 'text', text: piece.trim() }
  })
}

const isIndented = (line) => /^ {4}/.test(line)

/** The blocks of a doc comment. */
export function blocksOf(doc) {
  const lines = doc.split('\n')
  const blocks = []
  let open = null
  const close = () => {
    if (open?.type === 'text') blocks.push(...paragraphs(open.text))
    else if (open) blocks.push(open)
    open = null
  }
  const begin = (block) => {
    close()
    open = block
  }
  for (let at = 0; at < lines.length; ++at) {
    const line = lines[at]
    if (!line.trim()) {
      close()
    } else if (line.trim() === '@code') {
      close()
      const end = lines.findIndex((each, index) => index > at && each.trim() === '@endcode')
      if (end < 0) throw new Error(`a doc comment has @code without @endcode: ${doc.split('\n')[0]}`)
      blocks.push({ type: 'code', text: unindented(lines.slice(at + 1, end)) })
      at = end
    } else if (TAG.test(line)) {
      begin(tagBlock(line))
    } else if (line.startsWith('|') && !open) {
      let end = at
      while (end < lines.length && lines[end].trim()) ++end
      blocks.push({ type: 'table', rows: joinedRows(lines.slice(at, end)) })
      at = end
    } else if (isIndented(line) && !open) {
      let end = at
      while (end < lines.length && (!lines[end].trim() || isIndented(lines[end]))) ++end
      blocks.push({ type: 'code', text: unindented(lines.slice(at, end)) })
      at = end - 1
    } else if (line.startsWith('- ')) {
      begin({ type: 'item', text: line.slice(2) })
    } else if (!open || (open.type !== 'text' && NOTE.test(line))) {
      begin({ type: 'text', text: line })
    } else {
      open.text = [open.text, open.type === 'text' ? line : line.trim()].filter(Boolean).join('\n')
    }
  }
  close()
  return blocks
}
