// The pages of the reference: an index, one page for each module, and one for each part that exports something.
import { entityMarkdown, linksFor } from './api_entity.mjs'
import { sourceMark } from './api_members.mjs'
import { ApiNames } from './api_names.mjs'
import { codeSpan } from './doc_inline.mjs'
import { docMarkdown, cppFence, summary } from './doc_markdown.mjs'
import { anchorOf, moduleLink, modulePath, partLink, partPath } from './links.mjs'

const LIMITS = `The reference is made from the declarations and doc comments in the interface units. It is a reading of
syntax: types stand as they are written, \`auto\` is not worked out, members that come from a base class are on the page of
that class, and what stands in both branches of a condition for the preprocessor is all there. What is not exported, and
what is private, is left out.`

// Ids that differ: the second of the same name gets a number.
function idsOfPage() {
  const used = new Set()
  return (id) => {
    let unique = id
    for (let number = 2; used.has(unique); ++number) unique = `${id}-${number}`
    used.add(unique)
    return unique
  }
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)

function page(path, title, paragraphs) {
  return {
    path,
    text: [`---\ntitle: ${JSON.stringify(title)}\n---`, ...paragraphs.filter(Boolean)].join('\n\n') + '\n'
  }
}

// What a part is called after is what its reader came for; what it throws may stand before it in the source.
function inReadingOrder(part) {
  const first = part.entities.filter((each) => each.name === part.name)
  return [...first, ...part.entities.filter((each) => each.name !== part.name)]
}

function partPage(module, part, context) {
  const taken = idsOfPage()
  const links = linksFor(null, module.module, context)
  return page(partPath(module.module, part.name), `${part.name} · ${module.module}`, [
    `# ${codeSpan(part.name)} {#page-title}`,
    `Part of [${codeSpan(module.module)}](${moduleLink(module.module)}) · ${sourceMark(part.file)}`,
    docMarkdown(part.doc, links),
    cppFence(`import ${module.module};`),
    ...inReadingOrder(part).map((entity) => entityMarkdown(entity, module.module, context, taken))
  ])
}

function partRow(module, part, links) {
  const address = partLink(module.module, part.name)
  const names = part.entities.map((each) => `[${codeSpan(each.name)}](${address}#${anchorOf(each.name)})`)
  return `| [${codeSpan(part.name)}](${address}) | ${partSummary(part, links)} | ${names.join(', ')} |`
}

// The first words of a part name its row and itself, as the table does.
function partSummary(part, links) {
  const [, rows, rest] = /^(?:([^·\n]*) · )?(?:[\w, ]+: )?([\s\S]*)$/.exec(part.doc.split('\n\n')[0])
  const ids = (rows ?? '').replace(/\b[A-D]\d{1,2}\b/g, (id) => {
    const address = links.rowLink(id)
    return address ? `[${id}](${address})` : id
  })
  return `${capital(summary(rest, links))}${ids && ` (${ids})`}`
}

// The doc of a module begins with its name, and so does what shows it.
function withoutName(doc) {
  const rest = doc.replace(/^patterns[\w.]*: /, '')
  return capital(rest)
}

function modulePage(module, context) {
  const links = linksFor(null, module.module, context)
  const shown = module.parts.filter((part) => part.entities.length > 0)
  const internal = module.parts.filter((part) => part.entities.length === 0)
  const table = ['| part | what it is | names |', '|---|---|---|', ...shown.map((part) => partRow(module, part, links))]
  const rest = internal.map((part) => `- ${codeSpan(part.name)}: ${partSummary(part, links)} ${sourceMark(part.file)}`)
  const given = module.exports.map((name) => `- [${codeSpan(name)}](${moduleLink(name)})`)
  return page(modulePath(module.module), module.module, [
    `# ${codeSpan(module.module)} {#page-title}`,
    sourceMark(module.file, module.line),
    docMarkdown(withoutName(module.doc), links),
    cppFence(`import ${module.module};`),
    given.length > 0 && '## Modules that it gives, too {#gives}',
    given.join('\n'),
    shown.length > 0 && '## Parts {#parts}',
    shown.length > 0 && table.join('\n'),
    internal.length > 0 && '## Parts for its own use {#internal}',
    rest.join('\n')
  ])
}

function letterOf(name) {
  const letter = name.replace(/^std::/, '')[0].toLowerCase()
  return /[a-z]/.test(letter) ? letter : 'other'
}

function alphabet(modules) {
  const letters = new Map()
  for (const module of modules) {
    for (const part of module.parts) {
      for (const entity of part.entities) {
        const letter = letterOf(entity.name)
        const address = `${partLink(module.module, part.name)}#${anchorOf(entity.name)}`
        if (!letters.has(letter)) letters.set(letter, [])
        letters
          .get(letter)
          .push({ entity, line: `- [${codeSpan(entity.name)}](${address}) ${entity.kind}, ${module.module}` })
      }
    }
  }
  const key = (each) => `${each.entity.name.replace(/^std::/, '')} ${each.line}`
  const order = (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)
  const keys = [...letters.keys()].sort()
  const heading = (letter) => (letter === 'other' ? 'Other' : letter.toUpperCase())
  const list = (letter) =>
    letters
      .get(letter)
      .sort(order)
      .map((each) => each.line)
      .join('\n')
  const sections = keys.map((letter) => `### ${heading(letter)} {#letter-${letter}}\n\n${list(letter)}`)
  return [keys.map((letter) => `[${heading(letter)}](#letter-${letter})`).join(' · '), ...sections]
}

function indexPage(modules, context) {
  const rows = modules.map((module) => {
    const names = module.parts.reduce((count, part) => count + part.entities.length, 0)
    const said = summary(withoutName(module.doc), linksFor(null, module.module, context))
    return `| [${codeSpan(module.module)}](${moduleLink(module.module)}) | ${names} | ${said} |`
  })
  return page('api/index.md', 'API reference', [
    '# API reference',
    ['| module | names | what it is |', '|---|---|---|', ...rows].join('\n'),
    '## What this is made from {#limits}',
    LIMITS,
    '## All names {#names}',
    ...alphabet(modules)
  ])
}

// A function, or a map from an id to an address or to the last part of one.
function rowLinker(rowLink) {
  const find =
    typeof rowLink === 'function' ? rowLink : (id) => (rowLink instanceof Map ? rowLink.get(id) : rowLink?.[id])
  return (id) => {
    const address = find(id)
    return address ? (address.startsWith('/') ? address : `/rows/${address}`) : null
  }
}

/** Gives `apiLink(name)`: 'patterns.caching.ttl_cache' is '/api/caching/ttl_cache#ttl_cache'; null for what is not there. */
export function apiLinker(modules) {
  const names = new ApiNames(modules)
  return (name) => names.link(name)
}

/** The pages of what extractApi gave: {path, text} each. `rowLink`: from the id of a row to its address. */
export function apiPages(modules, { rowLink = {} } = {}) {
  const context = { names: new ApiNames(modules), rowLink: rowLinker(rowLink) }
  const parts = modules.flatMap((module) =>
    module.parts.filter((part) => part.entities.length > 0).map((part) => partPage(module, part, context))
  )
  return [indexPage(modules, context), ...modules.map((module) => modulePage(module, context)), ...parts]
}
