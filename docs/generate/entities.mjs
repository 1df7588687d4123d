// What one file exports: every declaration at namespace scope that an importer can name.
import { describe } from './declaration.mjs'
import { docAbove, docBehind } from './doc_comment.mjs'
import { lineOf, membersOf } from './members.mjs'
import { signatureOf } from './signature.mjs'

const isInternal = (space) => /(^|::)(\w+_)?detail(::|$)/.test(space)

// `std::hash<patterns::typing::box<T>>` is known to readers as `std::hash<box>`.
function shortName(special) {
  const [, template, argument] = /^([\w:]+)<\s*([\w:]+)/.exec(special) ?? []
  return template ? `${template}<${argument.replace(/^patterns::/, '').replace(/^.*::/, '')}>` : special
}

// A class within a class, which is defined outside of it.
function nested(found, outer, source) {
  const [, owner, name] = /^(\w+)(?:<.*>)?::(\w+)$/s.exec(found.name) ?? []
  if (!owner) return null
  return {
    nestedIn: owner,
    name,
    doc: docAbove(source.lines, outer.startPosition.row),
    members: membersOf(found.core, source)
  }
}

function entity(node, outer, space, exported, source) {
  const found = describe(node)
  if (!found) return null
  const ofStandard = Boolean(found.foreign) && /^std::/.test(found.name)
  // A specialization is found wherever its template is; it need not be exported.
  const isSpecialOfStandard = ofStandard && found.kind === 'specialization'
  const isNested = Boolean(found.foreign) && found.defined && Boolean(found.core.childForFieldName('body'))
  if (found.foreign && !isSpecialOfStandard) return exported && isNested ? nested(found, outer, source) : null
  if (!exported && !isSpecialOfStandard) return null
  if (found.special && isInternal(/<\s*([\w:]*)/.exec(found.special)?.[1] ?? '')) return null
  return {
    name: isSpecialOfStandard ? shortName(found.special) : found.name,
    qualified: isSpecialOfStandard ? found.special : [space, found.name].filter(Boolean).join('::'),
    kind: found.kind,
    signature: signatureOf(outer, found.core, source.text).replace(/^export\s+/, ''),
    doc: docAbove(source.lines, outer.startPosition.row) || docBehind(source.lines, outer.endPosition.row),
    file: source.file,
    line: lineOf(outer),
    members: membersOf(found.core, source),
    defined: found.defined,
    ...(found.target && { target: found.target })
  }
}

function* walk(nodes, space, exported, source) {
  for (const node of nodes) {
    if (node.type === 'export_declaration') {
      for (const child of node.namedChildren) {
        if (child.type === 'namespace_definition' || child.type === 'export_declaration') {
          yield* walk([child], space, true, source)
        } else {
          const first = node.namedChildren[0].id === child.id && !node.text.match(/^export\s*\{/)
          const found = entity(child, first ? node : child, space, true, source)
          if (found) yield found
        }
      }
    } else if (node.type === 'namespace_definition') {
      const inner = [space, node.childForFieldName('name')?.text].filter(Boolean).join('::')
      if (!isInternal(inner)) yield* walk(node.childForFieldName('body').namedChildren, inner, exported, source)
    } else if (/^(preproc_(if|ifdef|else|elif)|linkage_specification|declaration_list)/.test(node.type)) {
      yield* walk(node.namedChildren, space, exported, source)
    } else {
      const found = entity(node, node, space, exported, source)
      if (found) yield found
    }
  }
}

/** The exported declarations of a parsed file, in their order. `source`: {file, text, lines}. */
export const exportedBy = (root, source) => [...walk(root.namedChildren, '', false, source)]
