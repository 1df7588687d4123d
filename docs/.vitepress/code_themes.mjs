// The colours of code, in pages and decks: all of them can be read on the ground they stand on.
//
// Shiki writes both colours of each word beside it. A page has thousands of words and a theme a dozen colours: naming these
// makes pages, and what the browser takes over of them, half as heavy.
import dark from 'shiki/themes/github-dark-high-contrast.mjs'
import light from 'shiki/themes/github-light-high-contrast.mjs'

export const codeThemes = { light: light.name, dark: dark.name }

const VIRTUAL = 'virtual:code-colours.css'
const themes = { light, dark }
const coloursOf = (theme) => [
  ...new Set(
    (theme.tokenColors ?? theme.settings).map((rule) => rule.settings.foreground?.toUpperCase()).filter(Boolean)
  )
]
const colours = { light: coloursOf(light), dark: coloursOf(dark) }
const plain = Object.fromEntries(
  Object.entries(themes).map(([which, theme]) => [which, theme.colors['editor.foreground'].toUpperCase()])
)

// 'l3' for the light theme's fourth colour; nothing for that of plain text, which is the page's own.
function className(which, colour) {
  if (colour === plain[which]) return []
  const at = colours[which].indexOf(colour)
  return at < 0 ? undefined : [`${which[0]}${at}`]
}

export const namedColours = {
  name: 'patterns:named-colours',
  span(node) {
    const style = String(node.properties.style ?? '').match(/^--shiki-light:(#\w+);--shiki-dark:(#\w+)$/)
    const names = style && [className('light', style[1].toUpperCase()), className('dark', style[2].toUpperCase())]
    if (!names || names.includes(undefined)) return
    delete node.properties.style
    if (names.flat().length) node.properties.class = names.flat().join(' ')
  }
}

export const colourCss = () =>
  Object.entries(colours)
    .flatMap(([which, list]) => list.map((colour, at) => `.vp-code .${which[0]}${at}{--shiki-${which}:${colour}}`))
    .join('\n')

export const colourStyles = {
  name: 'patterns:colour-styles',
  resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
  load: (id) => (id === `\0${VIRTUAL}` ? colourCss() : undefined)
}
