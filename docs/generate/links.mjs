// The addresses within the site: the only place that knows how they look.

const WORDS = {
  '<=>': 'three-way',
  '==': 'equal',
  '!=': 'unequal',
  '<=': 'at-most',
  '>=': 'at-least',
  '<<': 'left-shift',
  '>>': 'right-shift',
  '&&': 'and',
  '||': 'or',
  '()': 'call',
  '[]': 'at',
  '->': 'arrow',
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '/': 'divide',
  '%': 'remainder',
  '&': 'bit-and',
  '|': 'bit-or',
  '^': 'bit-xor',
  '~': 'complement',
  '!': 'not',
  '<': 'less',
  '>': 'greater',
  '=': 'assign',
  ',': 'comma'
}
const MARK = /<=>|==|!=|<=|>=|<<|>>|&&|\|\||\(\)|\[\]|->|[-+*/%&|^~!<>=,]/g

/** The id of a name on its page: the name itself, if it is an identifier. */
export function anchorOf(name) {
  if (/^\w+$/.test(name)) return name
  if (/^operator\W/.test(name)) return name.replace(MARK, (mark) => `-${WORDS[mark]}`).replace(/[^\w-]+/g, '-')
  if (name.startsWith('~')) return `destructor-${name.slice(1)}`
  return name.replace(/\W+/g, '-').replace(/^-|-$/g, '')
}

/** The folder of a module among the pages of the reference: `patterns.async.io` is in `async_io`. */
const folderOf = (module) => module.replace(/^patterns\./, '').replaceAll('.', '_')

// A part called `index` must not take the place of the page of its module.
const stemOf = (part) => (part === 'index' ? 'index-part' : part)

export const modulePath = (module) => `api/${folderOf(module)}/index.md`
export const moduleLink = (module) => `/api/${folderOf(module)}/`
export const partPath = (module, part) => `api/${folderOf(module)}/${stemOf(part)}.md`
export const partLink = (module, part) => `/api/${folderOf(module)}/${stemOf(part)}`

/** Where the source of a file is shown, at a line if one is given. */
export const sourceLink = (file, line) => `/source/${file}.html${line ? `#L${line}` : ''}`

/** A link to a source, in Markdown: such pages are made without the generator, and its router must leave a click to the browser. */
export const linkToSource = (text, file, line) => `[${text}](${sourceLink(file, line)}){target="_self"}`

/** The draft of the standard, by the stable name of a clause. */
export const clauseLink = (clause) => `[\\[${clause}\\]](https://eel.is/c++draft/${clause})`
