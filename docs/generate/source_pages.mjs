// Shows sources in pages of their own, so that a link may lead to a line.
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { languageOf } from './languages.mjs'
import { sourceHtml } from './source_html.mjs'
import { twoThemes } from './two_themes.mjs'

const plain = (text) => text.split('\n').map((line) => (line ? [[line, 0]] : []))

async function readKept(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null
    throw error
  }
}

// What was found out of a text is kept by its content: hardly a file changes from one build to the next.
function keeper(folder, pairs) {
  const salt = JSON.stringify(pairs)
  return async (text, language, find) => {
    if (!folder) return find()
    const key = createHash('sha256').update(`${salt}\0${language}\0${text}`).digest('hex')
    const file = path.join(folder, `${key}.json`)
    const kept = await readKept(file)
    if (kept) return kept
    const found = find()
    await writeFile(file, JSON.stringify(found))
    return found
  }
}

/**
 * Writes outFolder/source/<file>.html for each of `files`, which are paths within `root`, with lines numbered #L1 and on.
 * `cache`: a folder for what need not be found out again. `related(file)`: more links for the head of a page.
 * Gives {files, lines, seconds}.
 */
export async function sourcePages(root, files, outFolder, { cache = null, related = () => [] } = {}) {
  const begin = performance.now()
  const languages = [...new Set(files.map(languageOf).filter(Boolean))]
  const { pairs, lines: coloured } = await twoThemes(languages)
  if (cache) await mkdir(cache, { recursive: true })
  const kept = keeper(cache, pairs)
  const page = sourceHtml(pairs)
  let count = 0
  for (const file of files) {
    const text = (await readFile(path.join(root, file), 'utf8')).replace(/\r?\n$/, '')
    if (text.includes('\0')) throw new Error(`${file}: has a zero byte, and is no text`)
    const language = languageOf(file)
    const lines = language ? await kept(text, language, () => coloured(text, language)) : plain(text)
    count += lines.length
    const target = path.join(outFolder, 'source', `${file}.html`)
    await mkdir(path.dirname(target), { recursive: true })
    await writeFile(target, page(file, lines, related(file)))
  }
  return { files: files.length, lines: count, seconds: (performance.now() - begin) / 1000 }
}
