// The public members of a class, and the enumerators of an enumeration.
import { describe } from './declaration.mjs'
import { docAbove, docBehind } from './doc_comment.mjs'
import { signatureOf } from './signature.mjs'

// What is written between preprocessor directives is taken as if it were always there.
function* inOrder(nodes) {
  for (const node of nodes) {
    if (/^preproc_(if|ifdef|else|elif)/.test(node.type)) yield* inOrder(node.namedChildren)
    else yield node
  }
}

/** The line of a node's name, counted from 1: a template head above it may be long. */
export const lineOf = (node) => node.startPosition.row + 1

function member(node, source) {
  const found = describe(node, true)
  if (!found || found.foreign) return null
  const kind = found.kind === 'specialization' ? 'specialization' : found.kind
  return {
    kind,
    name: found.name,
    signature: signatureOf(node, found.core, source.text),
    doc: docAbove(source.lines, node.startPosition.row) || docBehind(source.lines, node.endPosition.row),
    line: lineOf(node),
    members: membersOf(found.core, source)
  }
}

function enumerators(body, source) {
  return body.namedChildren
    .filter((child) => child.type === 'enumerator')
    .map((child) => ({
      kind: 'enumerator',
      name: child.childForFieldName('name').text,
      signature: source.text.slice(child.startIndex, child.endIndex),
      doc: docAbove(source.lines, child.startPosition.row) || docBehind(source.lines, child.endPosition.row),
      line: lineOf(child),
      members: []
    }))
}

/** The public members of the type that `core` defines; none of anything else. */
export function membersOf(core, source) {
  const body = core.childForFieldName('body')
  if (!body) return []
  if (body.type === 'enumerator_list') return enumerators(body, source)
  if (body.type !== 'field_declaration_list') return []
  let isPublic = core.type !== 'class_specifier'
  const found = []
  for (const node of inOrder(body.namedChildren)) {
    if (node.type === 'access_specifier') {
      isPublic = node.text.startsWith('public')
    } else if (isPublic) {
      const one = member(node, source)
      if (one) found.push(one)
    }
  }
  return found
}
