// Parts of VitePress's theme that no page here has. Styles of the theme are sent whole, with these a third of them.
import fs from 'node:fs'
import path from 'node:path'

const PARTS =
  /\/(VPAlgolia\w+|VPBadge|VPButton|VPCarbonAds|VPDocAside(CarbonAds|Sponsors)|VPDocFooterLastUpdated|VPFeatures?|VPFooter|VPHero|VPHome\w*|VPImage|VPNav\w+(SocialLinks|Translations)|VPPage|VPSocialLinks?|VPSponsors\w*|VPTeam\w+)\.vue$/
const STYLES = /^@docsearch\/css$|\/vp-sponsor\.css$/
const BOXES = /\/custom-block\.css$/
const NOTHING = '\0nothing'

const hasBoxes = (pages) =>
  fs
    .readdirSync(pages, { recursive: true })
    .some(
      (file) => file.endsWith('.md') && /^:::+ *(?!code-group)\w/m.test(fs.readFileSync(path.join(pages, file), 'utf8'))
    )

export function unused(pages) {
  const boxes = hasBoxes(pages)
  return {
    name: 'patterns:unused',
    enforce: 'pre',
    resolveId(id) {
      if (PARTS.test(id)) return `${NOTHING}.js`
      if (STYLES.test(id) || (!boxes && BOXES.test(id))) return `${NOTHING}.css`
    },
    load(id) {
      if (id === `${NOTHING}.js`) return 'export default { render: () => null }'
      if (id === `${NOTHING}.css`) return ''
    }
  }
}
