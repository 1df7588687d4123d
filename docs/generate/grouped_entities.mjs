// Puts declarations of one name together: overloads, specializations, deduction guides, and first mentions.

const isType = (kind) => ['class', 'struct', 'union', 'enum'].includes(kind)
const withoutSpace = (text) => text.replace(/\s+/g, ' ')

// What a name was declared as before it was defined is no entity of its own.
function withoutMentions(parts) {
  const defined = new Map()
  for (const part of parts) {
    for (const each of part.entities) if (isType(each.kind) && each.defined) defined.set(each.qualified, each)
  }
  for (const part of parts) {
    part.entities = part.entities.filter((each) => {
      const definition = defined.get(each.qualified)
      if (!isType(each.kind) || each.defined || !definition) return true
      if (!definition.doc) definition.doc = each.doc
      return false
    })
  }
}

// A class within another is shown where that one is, wherever it is defined.
function withoutNested(part) {
  for (const definition of part.entities.filter((each) => each.nestedIn)) {
    const owner = part.entities.find((each) => each.name === definition.nestedIn && each.defined)
    const mention = owner?.members.find((each) => each.name === definition.name && isType(each.kind))
    if (!mention) continue // it is a private one
    mention.members = definition.members
    if (!mention.doc) mention.doc = definition.doc
  }
  part.entities = part.entities.filter((each) => !each.nestedIn)
}

// A specialization belongs to its template, which may stand in another part.
function withoutSpecializations(parts) {
  const templates = new Map()
  for (const part of parts) {
    for (const each of part.entities) if (each.kind !== 'specialization') templates.set(each.qualified, part)
  }
  for (const part of parts) {
    part.entities = part.entities.filter((each) => {
      const home = templates.get(each.qualified)
      if (each.kind !== 'specialization' || !home || home === part) return true
      home.entities.push(each)
      return false
    })
  }
}

function grouped(entities) {
  const byName = new Map()
  for (const { defined, ...each } of entities) {
    const key = each.qualified
    const declared = { kind: each.kind, signature: each.signature, doc: each.doc, file: each.file, line: each.line }
    const group = byName.get(key)
    if (!group) {
      byName.set(key, { ...each, overloads: [declared] })
    } else if (!group.overloads.some((known) => withoutSpace(known.signature) === withoutSpace(each.signature))) {
      group.overloads.push({ ...declared, members: each.members })
    } else if (!group.doc) {
      group.doc = each.doc
    }
  }
  return [...byName.values()].map(documentedFirst)
}

// The doc of a group is its first one: often only one of several overloads needs words.
function documentedFirst(group) {
  if (!group.doc) group.doc = group.overloads.find((each) => each.doc)?.doc ?? ''
  return group
}

/** Groups what the parts of one module declare, in place. */
export function groupEntities(parts) {
  for (const part of parts) withoutNested(part)
  withoutMentions(parts)
  withoutSpecializations(parts)
  for (const part of parts) part.entities = grouped(part.entities)
}

/** Gives names that a module takes over from another by a using-declaration the doc that they have there. */
export function borrowDocs(modules) {
  const entities = modules.flatMap((module) => module.parts.flatMap((part) => part.entities))
  const known = new Map(entities.map((each) => [each.qualified, each]))
  for (const each of entities.filter((one) => one.target)) {
    const original = known.get(each.target) ?? known.get(`patterns::${each.target}`)
    if (!original) continue
    each.target = original.qualified
    if (!each.doc) each.doc = each.overloads[0].doc = original.doc
  }
}
