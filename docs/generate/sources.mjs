// Pages of sources: whatever a page may link to.
import { filesBelow } from './files.mjs'
import { sourcePages } from './source_pages.mjs'

const FOLDERS = ['modules', 'examples', 'tests', 'bench', 'tools', 'docs/python', 'docs/records']
const KINDS = /\.(cpp|cppm|hpp|h|py|golden|json|txt|cmake|md|sh|tsv|css|js|html)$/
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE']

export async function writeSources(root, site, cache) {
  const files = [...FOLDERS.flatMap((folder) => filesBelow(root, folder, KINDS)), ...DOCUMENTS]
  return sourcePages(root, files, site, { cache })
}
