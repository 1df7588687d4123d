// An entity on the page of its part.
import { ApiNames } from './api_names.mjs'
import { membersMarkdown, runsOf, sourceMark } from './api_members.mjs'
import { codeSpan } from './doc_inline.mjs'
import { docMarkdown, cppFence } from './doc_markdown.mjs'
import { anchorOf } from './links.mjs'

const signaturesOf = (entity) => [
  ...entity.overloads.map((each) => each.signature),
  ...entity.members.map((each) => each.signature)
]

// Names of parameters, and of members, mean themselves where an exported name is the same.
function meansItself(name, entity) {
  if (name === entity.name || entity.members.some((each) => each.name === name)) return true
  const parameter = new RegExp(`[\\w>&*\\].]\\s*[ &*]${name}\\s*(?:[,)>]|=[^=]|$)`, 'm')
  return signaturesOf(entity).some((signature) => parameter.test(signature))
}

/** What an entity's doc links to; see inline. */
export function linksFor(entity, module, { names, rowLink }) {
  return {
    rowLink,
    nameLink: (name, pointed = false) => {
      if (entity && !pointed && !name.includes('::') && meansItself(name, entity)) return null
      const found = names.lookUp(name, module)
      return found && found.entity !== entity ? ApiNames.address(found) : null
    }
  }
}

function space(entity) {
  const at = entity.qualified.split('<')[0].lastIndexOf('::')
  return at < 0 ? '' : ` in ${codeSpan(entity.qualified.slice(0, at))}`
}

// A sentence for those that read the same name at two places.
function takenOver(entity, context) {
  if (!entity.target) return ''
  const original = context.names.link(entity.target)
  return original ? `The same as [${codeSpan(entity.target)}](${original}).` : `The same as ${codeSpan(entity.target)}.`
}

/** The section of `entity`. `taken` makes an id unique on the page. */
export function entityMarkdown(entity, module, context, taken) {
  const links = linksFor(entity, module, context)
  const owner = anchorOf(entity.name)
  const text = [
    `## ${codeSpan(entity.name)} {#${taken(owner)}}`,
    `*${entity.kind}*${space(entity)} · ${sourceMark(entity.file, entity.line)}`
  ]
  const overloads = entity.overloads.some((each) => each.doc)
    ? entity.overloads
    : entity.overloads.map((each, at) => (at === 0 ? { ...each, doc: entity.doc } : each))
  for (const run of runsOf(overloads)) {
    text.push(cppFence(run.map((each) => `${each.signature};`).join('\n\n')), docMarkdown(run[0].doc, links))
  }
  text.push(takenOver(entity, context))
  const members = [entity, ...entity.overloads].flatMap((each) => each.members ?? [])
  text.push(membersMarkdown(members, { owner, file: entity.file, taken, links }))
  return text.filter(Boolean).join('\n\n')
}
