// The reference as the site uses it: addresses of names, the text of concepts, its pages and its navigation.
import { extractApi } from './api.mjs'
import { apiLinker, apiPages } from './api_pages.mjs'
import { moduleLink, partLink } from './links.mjs'
import { fail } from './problems.mjs'

export async function readApi(root, rows) {
  const modules = await extractApi(root)
  const address = apiLinker(modules)
  const concepts = modules.flatMap((module) =>
    module.parts.flatMap((part) =>
      part.entities.filter((entity) => entity.kind === 'concept').map((entity) => ({ module, part, entity }))
    )
  )

  // Of two with one name, that of the row's own parts is meant unless the row says which module.
  function concept(item, row) {
    const named = concepts.filter(
      ({ module, entity }) => entity.name === item.name && (!item.module || module.module === item.module)
    )
    const own = named.filter(({ part }) => row.parts.some((file) => part.file === `modules/${file}.cppm`))
    const found = own[0] ?? named[0]
    if (!found) fail(row.file, `names the concept '${item.name}', which the reference does not have`)
    return {
      address: address(`${found.module.module}.${item.name}`),
      signature: found.entity.signature,
      doc: found.entity.doc
    }
  }

  const sidebar = modules.map((module) => ({
    text: module.module,
    link: moduleLink(module.module),
    collapsed: true,
    items: module.parts
      .filter((part) => part.entities.length)
      .map((part) => ({ text: part.name, link: partLink(module.module, part.name) }))
  }))
  return {
    modules,
    address,
    concept,
    pages: apiPages(modules, { rowLink: new Map(rows.map((row) => [row.row, row.stem])) }),
    sidebar: [{ text: 'All modules', link: '/api/' }, ...sidebar]
  }
}
