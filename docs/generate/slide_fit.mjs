// What a slide can hold, estimated from its Markdown: one that holds too much becomes several with the same heading. A test
// measures the decks in a browser, so that these figures cannot drift from docs/talks/deck.css.
import { fence } from './markdown.mjs'

const HEIGHT = 660
const CODE = { line: 27, columns: 100, around: 48 }
const TEXT = { line: 44, columns: 80, around: 21 }
const SMALL = { line: 27, columns: 120, around: 14 }
const ROW = { line: 43, columns: 100, around: 21 }

const wrapped = (line, columns) => Math.max(1, Math.ceil(line.length / columns))
const height = (lines, { line, columns, around }) =>
  around + line * lines.reduce((sum, text) => sum + wrapped(text, columns), 0)
const codeLines = (text) =>
  text
    .trimEnd()
    .split('\n')
    .reduce((sum, line) => sum + wrapped(line, CODE.columns), 0)

// Pieces of at most so many lines as they are shown, parted where the text has an empty line if it can be.
export function pieces(text, most) {
  const parts = []
  let part = []
  let size = 0
  const end = () => {
    if (part.some((line) => line.trim())) parts.push(part.join('\n').replace(/^\n+|\n+$/g, '') + '\n')
    part = []
    size = 0
  }
  for (const block of text.trimEnd().split(/\n\n+/)) {
    if (size && size + 1 + codeLines(block) > most) end()
    if (size) {
      part.push('')
      size += 1
    }
    for (const line of block.split('\n')) {
      if (size + wrapped(line, CODE.columns) > most) end()
      part.push(line)
      size += wrapped(line, CODE.columns)
    }
  }
  end()
  return parts
}

// A slide's Markdown as {kind, lines}; a fence has {info, text} besides. Tabs are for pages: on a slide all is seen.
function blocks(text) {
  const found = []
  const lines = text.split('\n').filter((line) => !/^:::/.test(line))
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]
    if (!line.trim()) continue
    const marks = line.match(/^(`{3,})(.*)$/)
    const until = marks
      ? (next) => next === marks[1]
      : /^<div/.test(line)
        ? (next) => /<\/div>\s*$/.test(next)
        : undefined
    let end = at
    if (until) while (end + 1 < lines.length && (end === at || !until(lines[end]))) end += 1
    else while (lines[end + 1]?.trim() && !/^(`{3,}|<div)/.test(lines[end + 1])) end += 1
    const own = lines.slice(at, end + 1)
    const kind = marks ? 'fence' : until ? 'small' : /^\|/.test(line) ? 'table' : /^#/.test(line) ? 'heading' : 'text'
    found.push({ kind, lines: own, ...(marks && { info: marks[2], text: own.slice(1, -1).join('\n') + '\n' }) })
    at = end
  }
  return found
}

const heights = {
  fence: (block) => CODE.around + CODE.line * codeLines(block.text),
  small: (block) =>
    height(
      block.lines
        .filter((line) => line.trim() && !/^<\/?div/.test(line))
        .map((line) => line.replace(/\]\([^)]*\)/g, '')),
      SMALL
    ),
  table: (block) =>
    height(
      block.lines.slice(1).map((line) => line.replace(/\]\([^)]*\)|<[^>]*>/g, '')),
      ROW
    ),
  heading: (block) => (/^# /.test(block.lines[0]) ? 280 : 84),
  text: (block) =>
    height(
      block.lines
        .map((line) => line.replace(/\]\([^)]*\)/g, ''))
        .join(block.lines[0].match(/^(-|\d+\.) /) ? '\n' : ' ')
        .split('\n'),
      TEXT
    )
}
const heightOf = (block) => heights[block.kind](block)

const tables = (block, most) => {
  const [head, rule, ...rows] = block.lines
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, part) => ({
    ...block,
    lines: [head, rule, ...rows.slice(part * most, (part + 1) * most)]
  }))
}

// What fits on no slide is shown in parts, a table with its head above each.
function parted(found, room) {
  return found.flatMap((block) => {
    if (heightOf(block) <= room) return [block]
    if (block.kind === 'table') return tables(block, Math.floor((room - ROW.around) / ROW.line) - 1)
    if (block.kind !== 'fence') return [block]
    const most = Math.floor((room - CODE.around) / CODE.line)
    return pieces(block.text, most).map((text) => ({
      ...block,
      text,
      lines: fence(text, block.info).trimEnd().split('\n')
    }))
  })
}

/** Gives the slide, or the slides it takes. */
export function fit(slide) {
  const all = blocks(slide)
  const heading = all[0]?.kind === 'heading' ? all.shift() : undefined
  const room = HEIGHT - (heading ? heightOf(heading) : 0)
  const captions = (block) => (block.kind === 'small' ? heightOf(block) : 0)
  const slides = [[]]
  let used = 0
  const bodies = parted(all, room - Math.max(0, ...all.map(captions)))
  bodies.forEach((block, index) => {
    const next = bodies[index + 1]
    const together = heightOf(block) + (/"printed"/.test(block.lines[0]) && next ? heightOf(next) : 0)
    if (used && used + together > room) {
      slides.push([])
      used = 0
    }
    slides.at(-1).push(block)
    used += heightOf(block)
  })
  const count = slides.length
  return slides.map((body, index) => {
    const title = heading
      ? [heading.lines.join('\n') + (count > 1 ? ` <small>${index + 1} of ${count}</small>` : '')]
      : []
    return [...title, ...body.map((block) => block.lines.join('\n'))].join('\n\n') + '\n'
  })
}
