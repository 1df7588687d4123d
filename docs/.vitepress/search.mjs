// How the site is searched. VitePress sends these functions to the browser as text: each must stand on its own.

// What a row is called, here and in Python, is marked when it is indexed: it weighs more than what is only told of it.
const MARK = '\u2063'

export function render(source, env, markdown) {
  const html = markdown.render(source, env)
  if (env.frontmatter?.search === false) return ''
  return html.replace(/<div class="row-(names|terms)">[\s\S]*?<\/div>/g, (facts) => MARK + facts + MARK)
}

// `std::vector` is two words and `cached_property` one; C++ and C# keep their marks.
const tokenize = (text) => text.replace(/&#?\w+;/g, ' ').match(/[\p{L}\p{N}_]+(\+\+|#)?/gu) ?? []

// A name is found by its parts, too: __getattr__ by getattr, ThreadPoolExecutor by pool. Yet `cache` is what one row is
// called, and only a part of what many are called.
function indexed(word, field) {
  if (field === 'names' || field === 'terms') return word.toLowerCase()
  const parts = word.split('_').flatMap((part) => part.split(/(?<=[a-z0-9])(?=[A-Z])/))
  return [...new Set([word, ...parts].map((part) => part.toLowerCase()))].filter(Boolean)
}

function extractField(section, field) {
  const marked = { names: 1, terms: 3 }[field]
  return marked ? (section.text.split('\u2063')[marked] ?? '') : section[field]
}

// The head of a row's page stands before its other sections, rows before guides, and these before the reference.
function boostDocument(id, term, stored) {
  if (/\/rows\/.+\.html/.test(id)) return stored.titles.length ? 2 : 8
  return id.includes('/api/') ? 0.5 : 1
}

const fields = ['title', 'titles', 'text', 'names', 'terms']
export const options = { fields, storeFields: ['title', 'titles'], tokenize, processTerm: indexed, extractField }
export const searchOptions = {
  combineWith: 'AND',
  // One letter more or less makes another word of a short one.
  fuzzy: (word) => (word.length > 5 ? 0.2 : false),
  prefix: true,
  boost: { title: 4, names: 12, terms: 6, text: 2, titles: 1 },
  processTerm: (word) => word.toLowerCase(),
  boostDocument
}
