// What the grammar of C++ does not read yet, written in a way that it reads.
//
// Every replacement is as long as what it replaces, so that a position in the result is one in the source: the tree says
// where a declaration is, and its text is always taken from the source.

const spaces = (length) => ' '.repeat(length)
const blank = (text) => text.replace(/[^\n]/g, ' ')

const GAPS = [
  // An attribute before `friend`.
  [/\[\[nodiscard\]\][ \t]+friend\b/g, (all) => 'friend' + spaces(all.length - 'friend'.length)],
  // An empty list as the default of a parameter.
  [/= \{\}(?=[,)])/g, () => '= 00'],
  // A built-in type as the default of a template parameter that a concept constrains.
  [/= (void|int|bool|char|double|float)(?=\s*[,>])/g, (_, type) => `= ${'t'.repeat(type.length)}`],
  // `throw` as an operand of the conditional operator.
  [/(?<=[?:] )throw /g, () => '     -'],
  // Deleted, behind a reference qualifier.
  [/(?<=&)( noexcept)? = delete(?=;)/g, (all) => spaces(all.length)],
  // A pointer to member in a list of template arguments.
  [/\b\w+::\*/g, (all) => spaces(all.length - 1) + '*'],
  // A pack of references to arrays.
  [/\(&\.\.\. /g, () => '(&    '],
  // A pack expansion in a using-declaration of an operator.
  [/operator\(\)\.\.\.(?=;)/g, () => 'operator()   '],
  // A pack expansion of lists in braces.
  [/\}\.\.\./g, () => '}   '],
  // `typename` before an object that is made of a dependent type.
  [/\btypename (?=[\w:]+<[\w.]*>::\w+[({])/g, blank],
  // An import of a partition between preprocessor directives.
  [/^(export )?import [^;\n]+;/gm, blank]
]

// The end of a statement that begins at `start`: its semicolon that stands in no bracket.
function endOfStatement(text, start) {
  let depth = 0
  for (let at = start; at < text.length; ++at) {
    const letter = text[at]
    if ('({['.includes(letter)) ++depth
    if (')}]'.includes(letter)) --depth
    if (letter === ';' && depth === 0) return at
  }
  return text.length
}

// What a concept or an alias stands for is shown as it is written; the tree need not know what it is made of.
function withoutRightSides(text) {
  let result = text
  for (const found of text.matchAll(/^[ \t]*(?:concept|using) \w+ =/gm)) {
    const start = found.index + found[0].length
    const end = endOfStatement(text, start)
    const side = blank(text.slice(start, end)).replace(' ', 'x')
    result = result.slice(0, start) + side + result.slice(end)
  }
  return result
}

/** `text` as the grammar can read it, of the same length. */
export function bridged(text) {
  let result = withoutRightSides(text)
  for (const [gap, bridge] of GAPS) result = result.replace(gap, bridge)
  return result
}

/** `text` with the inside of each range, of which start and end are brackets, made blank. */
export function hollowed(text, ranges) {
  let result = text
  for (const { start, end } of ranges) {
    result = result.slice(0, start + 1) + blank(text.slice(start + 1, end - 1)) + result.slice(end - 1)
  }
  return result
}
