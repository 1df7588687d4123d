// A class within a class, as it would stand in a header: short, and complete as far as it is public.

const indented = (text) => text.replace(/^(?=.)/gm, '  ')
const asComment = (doc) => (doc ? `${doc.replace(/^/gm, '/// ').replace(/ +$/gm, '')}\n` : '')

/** The declaration of `member`, with the members that it has itself. */
export function synopsis(member) {
  if (member.members.length === 0) return `${member.signature}${member.kind === 'enumerator' ? '' : ';'}`
  const isEnumeration = member.kind === 'enum'
  const inner = member.members.map((each) => indented(asComment(each.doc) + synopsis(each)))
  return `${member.signature} {\n${inner.join(isEnumeration ? ',\n' : '\n')}\n};`
}

/** Declarations one after the other; those of several lines stand apart. */
export function synopses(members) {
  const texts = members.map(synopsis)
  const gap = (at) => (texts[at].includes('\n') || texts[at - 1].includes('\n') ? '\n\n' : '\n')
  return texts.map((text, at) => (at === 0 ? text : gap(at) + text)).join('')
}
