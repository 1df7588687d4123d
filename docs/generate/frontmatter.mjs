// A page of Markdown that begins with what is known of it.
import { parse } from 'yaml'
import { fail } from './problems.mjs'

// Gives {data, body} of a page that begins with YAML between two lines of dashes.
export function frontmatter(file, text) {
  const match = text.match(/^---\n([\s\S]*?)\n---\n([\s\S]*)$/)
  if (!match) fail(file, 'does not begin with YAML between two lines `---`')
  try {
    return { data: parse(match[1]) ?? {}, body: match[2] }
  } catch (error) {
    fail(file, `its YAML cannot be read: ${error.message.split('\n')[0]}`)
  }
}
