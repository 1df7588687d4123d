// What a node of the syntax tree declares: its kind and its name.

const TYPES = {
  class_specifier: 'class',
  struct_specifier: 'struct',
  union_specifier: 'union',
  enum_specifier: 'enum'
}

/** The declaration inside of template heads, `export` and `friend`. */
function coreOf(node) {
  if (['template_declaration', 'friend_declaration'].includes(node.type)) {
    const inner = node.namedChildren.filter((child) => child.type !== 'comment').at(-1)
    return inner ? coreOf(inner) : node
  }
  if (['field_declaration', 'declaration'].includes(node.type) && !declaratorOf(node)) {
    const type = node.childForFieldName('type')
    if (type && TYPES[type.type]) return type
  }
  return node
}

function declaratorOf(node) {
  return (
    node.childForFieldName('declarator') ??
    node.namedChildren.find((child) => /(_declarator|operator_cast)$/.test(child.type)) ??
    null
  )
}

// The innermost declarator that says what is declared: that of a function, or else the name.
function innermost(node) {
  let at = declaratorOf(node)
  while (at && !['function_declarator', 'operator_cast'].includes(at.type)) {
    const next = declaratorOf(at)
    if (!next) break
    at = next
  }
  return at
}

function nameOfType(core) {
  const name = core.childForFieldName('name')
  if (!name) return null
  if (name.type === 'template_type') return { name: name.childForFieldName('name').text, special: name.text }
  if (name.type === 'qualified_identifier') return { name: name.text, special: name.text, foreign: true }
  return { name: name.text }
}

function nameOfFunction(declarator) {
  if (declarator.type === 'operator_cast') {
    const type = declarator.childForFieldName('type')?.text ?? ''
    const marks = /^operator\s+[^(]*/.exec(declarator.text)?.[0].trim()
    return { name: marks ?? `operator ${type}` }
  }
  const name = declarator.childForFieldName('declarator')
  if (!name || name.type === 'parenthesized_declarator') return null
  if (name.type === 'qualified_identifier') return { name: name.text, foreign: true }
  if (name.type === 'template_function') return { name: name.childForFieldName('name').text, special: name.text }
  return {
    name: name.text.replace(/\s+/g, name.type === 'operator_name' ? '' : ' ').replace(/^operator(?=\w)/, 'operator ')
  }
}

const conversionTo = (declarator) => ({ name: `operator ${declarator.childForFieldName('declarator').text}` })

// A pointer to a function is declared as `result (*name)(parameters)`.
const pointerName = (declarator) => /^\(\s*\*\s*(\w+)/.exec(declarator.childForFieldName('declarator')?.text ?? '')?.[1]

function describeDeclarator(core, inClass) {
  const declarator = innermost(core)
  if (!declarator) return null
  if (['function_declarator', 'operator_cast'].includes(declarator.type)) {
    // The grammar takes the word for a type before the arguments of a template.
    const isConversion = core.childForFieldName('type')?.text === 'operator'
    const found = isConversion ? conversionTo(declarator) : nameOfFunction(declarator)
    if (found) {
      const returns = core.childForFieldName('type')
      const trailing = declarator.namedChildren.some((child) => child.type === 'trailing_return_type')
      const guide = !inClass && !returns && trailing && /^\w+$/.test(found.name)
      return { kind: guide ? 'deduction guide' : 'function', ...found }
    }
  }
  const words = core.text.slice(0, core.text.indexOf('=') < 0 ? undefined : core.text.indexOf('='))
  const constant = /\bconstexpr\b/.test(words) || /\bstatic\b.*\bconst\b/s.test(words)
  const plain = /(\w+)(?!.*\w)/s.exec(declarator.text.split(/[=[{(<]/)[0])?.[1]
  const name = plain ?? pointerName(declarator)
  if (!name) return null
  const special = ['template_function', 'template_type', 'template_method'].includes(declarator.type)
    ? declarator.text
    : undefined
  const foreign = declarator.type === 'qualified_identifier'
  return {
    kind: constant ? 'constant' : inClass ? 'field' : 'variable',
    name: foreign ? declarator.text : name,
    special: foreign ? declarator.text : special,
    foreign
  }
}

/**
 * Of `node` at namespace scope or in a class: {kind, name, core}, and with `special` where it is the specialization of a
 * template, `foreign` where its name stands in another scope, `defined` where it has a body. Null if it declares nothing.
 */
export function describe(node, inClass = false) {
  const core = coreOf(node)
  const friend =
    node.type === 'friend_declaration' || node.namedChildren.some((child) => child.type === 'friend_declaration')
  let found = null
  if (TYPES[core.type]) {
    found = friend ? null : nameOfType(core)
    if (found) found = { kind: found.special ? 'specialization' : TYPES[core.type], ...found }
  } else if (core.type === 'concept_definition') {
    found = { kind: 'concept', name: core.childForFieldName('name').text }
  } else if (core.type === 'alias_declaration') {
    found = { kind: 'alias', name: core.childForFieldName('name').text }
  } else if (core.type === 'using_declaration') {
    const name = /(?:^|::|\s)(operator\s*\S+|\w+)\s*(?:\.\.\.)?;?\s*$/.exec(core.text.replace(/;\s*$/, ''))
    const target = /^using\s+(?:typename\s+)?([\w:]+);?$/.exec(core.text)?.[1]
    if (name && !/\bnamespace\b/.test(core.text)) found = { kind: 'alias', name: name[1], target }
  } else if (core.type === 'namespace_alias_definition') {
    found = { kind: 'alias', name: core.childForFieldName('name').text }
  } else if (core.type === 'expression_statement' && /^\w+\s*\([^;]*\)\s*->/.test(core.text)) {
    // A deduction guide that is no template.
    found = { kind: 'deduction guide', name: /^\w+/.exec(core.text)[0] }
  } else if (['function_definition', 'declaration', 'field_declaration'].includes(core.type)) {
    found = describeDeclarator(core, inClass)
    if (found?.special && found.kind !== 'deduction guide') found.kind = 'specialization'
    if (friend && found) found = found.kind === 'function' ? { ...found, kind: 'friend function' } : null
  }
  if (!found) return null
  return { ...found, core, defined: core.type === 'function_definition' || Boolean(core.childForFieldName('body')) }
}
