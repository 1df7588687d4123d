// The members of a class on its page: those with a doc by name, the others in one list of declarations.
import { blocksOf } from './doc_blocks.mjs'
import { codeSpan, inline } from './doc_inline.mjs'
import { docMarkdown, cppFence } from './doc_markdown.mjs'
import { anchorOf, sourceLink } from './links.mjs'
import { synopses } from './synopsis.mjs'

const VALUES = new Set(['field', 'constant', 'enumerator'])

/**
 * A link out of the pages that VitePress makes. With a target it is followed by the browser and not looked for among
 * them, but then it is also left as it is when the site stands in a folder: hence it is relative, from `api/<module>/`.
 */
export const sourceMark = (file, line) => `[source](../..${sourceLink(file, line)}){target="_self" .source-link}`

function byName(members) {
  const groups = new Map()
  for (const each of members) {
    if (!groups.has(each.name)) groups.set(each.name, [])
    groups.get(each.name).push(each)
  }
  return [...groups.values()]
}

/** Declarations in runs, of which each but the first of the first run begins with one that has a doc. */
export function runsOf(declarations) {
  const runs = []
  for (const each of declarations) {
    if (runs.length === 0 || each.doc) runs.push([each])
    else runs.at(-1).push(each)
  }
  return runs
}

// What is said in one sentence stands behind its declaration.
function isShort(member) {
  if (!VALUES.has(member.kind) || member.signature.includes('\n')) return false
  const blocks = member.doc ? blocksOf(member.doc) : []
  return blocks.every((block) => block.type === 'text') && blocks.length <= 1
}

function shortItem(member, links) {
  const doc = member.doc ? `: ${inline(member.doc, links).replace(/\n\s*/g, ' ')}` : ''
  return `- ${codeSpan(member.signature)}${doc}`
}

function namedGroup(group, owner, file, taken, links) {
  const id = taken(`${owner}-${anchorOf(group[0].name)}`)
  const runs = runsOf(group).map((run) =>
    [cppFence(synopses(run)), docMarkdown(run[0].doc, links)].filter(Boolean).join('\n\n')
  )
  const title = group[0].name === owner ? 'Constructors' : codeSpan(group[0].name)
  return [`### ${title} {#${id}}`, sourceMark(file, group[0].line), ...runs].join('\n\n')
}

/**
 * The members as Markdown, empty if there are none. `owner` is the name of the class, `taken` makes an id unique on the
 * page.
 */
export function membersMarkdown(members, { owner, file, taken, links }) {
  const groups = byName(members)
  const documented = groups.filter((group) => group.some((each) => each.doc))
  // Where one value needs words, all are listed, in their order.
  const short = groups.filter((group) => group.every(isShort)).flat()
  const listed = short.some((each) => each.doc) ? short : []
  const named = documented.filter((group) => !listed.includes(group[0]))
  const others = groups.filter((group) => !documented.includes(group) && !listed.includes(group[0])).flat()
  const text = []
  if (listed.length > 0) {
    const heading = listed[0].kind === 'enumerator' ? 'Enumerators' : 'Values'
    text.push(`### ${heading} {#${taken(`${owner}-values`)}}`)
    text.push(listed.map((each) => shortItem(each, links)).join('\n'))
  }
  text.push(...named.map((group) => namedGroup(group, owner, file, taken, links)))
  if (others.length > 0) {
    const heading = documented.length > 0 ? 'Other members' : 'Members'
    const id = taken(`${owner}-${documented.length > 0 ? 'other-members' : 'members'}`)
    text.push(`### ${heading} {#${id}}`)
    text.push(cppFence(synopses(others)))
  }
  return text.join('\n\n')
}
