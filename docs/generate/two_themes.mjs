// Colours a source for light and dark pages at once.
//
// The two themes have the same rules in the same order, and differ only in the colours. So the source is taken apart
// once, by a theme whose colours are the numbers of rules, which halves the time that it takes.
import { createHighlighter } from 'shiki'

const LIGHT = 'github-light'
const DARK = 'github-dark'
const PAIRS = 'pairs-of-colours'

const numbered = (index) => `#${index.toString(16).padStart(6, '0')}`
const numberIn = (color) => parseInt(color.slice(1, 7), 16)
const scopes = (rule) => JSON.stringify(rule.scope ?? null)

function pairsOf(light, dark) {
  const pairs = []
  const known = new Map()
  const settings = light.settings.map((rule, at) => {
    const other = dark.settings[at]
    if (!other || scopes(rule) !== scopes(other)) {
      throw new Error(`${DARK}: rule ${at} is for ${other && scopes(other)}, and in ${LIGHT} for ${scopes(rule)}`)
    }
    if (!rule.settings.foreground) return rule
    const pair = { light: rule.settings.foreground, dark: other.settings.foreground }
    const key = `${pair.light} ${pair.dark}`
    if (!known.has(key)) known.set(key, pairs.push(pair) - 1)
    return { ...rule, settings: { fontStyle: rule.settings.fontStyle, foreground: numbered(known.get(key)) } }
  })
  return { pairs, settings }
}

/**
 * Gives {pairs, lines}: the pairs of colours, {light, dark}, and a function from a source and its language to its lines,
 * each a list of [text, number of the pair].
 */
export async function twoThemes(languages) {
  const highlighter = await createHighlighter({ themes: [LIGHT, DARK], langs: languages })
  const light = highlighter.getTheme(LIGHT)
  const { pairs, settings } = pairsOf(light, highlighter.getTheme(DARK))
  await highlighter.loadTheme({ name: PAIRS, type: 'light', fg: numbered(0), bg: '#ffffff', settings })
  // Without a limit of time, for on a busy machine a line would stay plain.
  const lines = (text, lang) =>
    highlighter
      .codeToTokensBase(text, { lang, theme: PAIRS, tokenizeTimeLimit: 0 })
      .map((line) => line.map((token) => [token.content, token.color ? numberIn(token.color) : 0]))
  return { pairs, lines }
}
