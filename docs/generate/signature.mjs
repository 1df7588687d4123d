// The text of a declaration, without its body.

// Longer initial values are an implementation more than a promise.
const LONGEST_VALUE = 120

const withoutComments = (text) =>
  text
    .split('\n')
    .filter((line) => !/^\s*\/\//.test(line))
    .map((line) => line.replace(/\s+\/\/.*$/, ''))
    .join('\n')

function dedented(text, column) {
  const [first, ...rest] = text.split('\n')
  const indent = new RegExp(`^ {0,${column}}`)
  return [first, ...rest.map((line) => line.replace(indent, ''))].join('\n')
}

// Where the text of `core`, which is inside of all template heads, stops to be a declaration.
function endOf(core) {
  if (core.type === 'function_definition') {
    const body = core.namedChildren.find((child) =>
      ['field_initializer_list', 'compound_statement', 'try_statement'].includes(child.type)
    )
    return body ? body.startIndex : core.endIndex
  }
  const body = core.childForFieldName('body') ?? core.childForFieldName('type')?.childForFieldName('body')
  return body ? body.startIndex : core.endIndex
}

function valueOf(core) {
  const inside = core.childForFieldName('declarator')
  const initial = inside?.type === 'init_declarator' ? inside.childForFieldName('value') : null
  return core.childForFieldName('default_value') ?? initial
}

/** The declaration of `core` from where `outer`, which has the template heads, begins. `text` is that of the file. */
export function signatureOf(outer, core, text) {
  let end = endOf(core)
  const value = ['declaration', 'field_declaration'].includes(core.type) ? valueOf(core) : null
  if (value && (end - outer.startIndex > LONGEST_VALUE || value.text.includes('\n'))) end = value.startIndex
  const written = dedented(withoutComments(text.slice(outer.startIndex, end)), outer.startPosition.column)
  return written
    .replace(/[\s;]+$/, '')
    .replace(/\s*=$/, '')
    .replace(/\n\s*\n/g, '\n')
}
