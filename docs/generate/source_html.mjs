// The page of one source file: numbered lines, in colours for light and dark, of a piece with nothing to load.

const escaped = (text) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)

// VitePress keeps the reader's choice under this key, and without one follows the system.
const THEME = `(function(){var c=null;try{c=localStorage.getItem("vitepress-theme-appearance")}catch(e){}
var d=c==="dark"||(c!=="light"&&matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.classList.toggle("dark",d)})()`

// Two colours of the themes are too faint to read on a page's ground.
const CLEARER = { light: { '#e36209': '#b34a00' }, dark: { '#6a737d': '#8b949e' } }

function style(pairs) {
  const clear = (which, colour) => CLEARER[which][colour.toLowerCase()] ?? colour
  const colours = (which) => pairs.map((pair, at) => `--c${at}:${clear(which, pair[which])}`).join(';')
  const classes = pairs.map((_, at) => `.c${at}{color:var(--c${at})}`).join('')
  return `:root{color-scheme:light;--back:#fff;--bar:#f6f6f7;--edge:#e2e2e3;--faint:#6a6a71;--link:#3451b2;--here:#fff3c4;${colours('light')}}
:root.dark{color-scheme:dark;--back:#1b1b1f;--bar:#161618;--edge:#2e2e32;--faint:#98989f;--link:#a8b1ff;--here:#3d3515;${colours('dark')}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--c0);font:14px/1.5 ui-monospace,Menlo,Consolas,"Liberation Mono",monospace}
header{position:sticky;top:0;display:flex;flex-wrap:wrap;gap:4px 24px;align-items:baseline;padding:10px 20px;background:var(--bar);border-bottom:1px solid var(--edge)}
h1{margin:0;font-size:15px;font-weight:600;overflow-wrap:anywhere}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
main{overflow-x:auto}
pre{counter-reset:line;margin:0;padding:12px 0;width:max-content;min-width:100%;tab-size:4}pre,code{font:inherit}
.l{display:block;counter-increment:line;padding-right:20px;scroll-margin-top:64px}.l:target{background:var(--here)}
.l>a{display:inline-block;width:64px;padding-right:20px;text-align:right;color:var(--faint);user-select:none}
.l>a::before{content:counter(line)}
${classes}`
}

function lineHtml(tokens, number) {
  const text = tokens
    .map(([content, color]) =>
      color === 0 || !content.trim() ? escaped(content) : `<span class="c${color}">${escaped(content)}</span>`
    )
    .join('')
  // The number is drawn and not written, so that it is not copied, nor read out or stopped at in every line.
  return `<span class="l" id="L${number}"><a href="#L${number}" tabindex="-1" aria-hidden="true"></a>${text}\n</span>`
}

const countedUp = (path) => '../'.repeat(path.split('/').length)

/** Makes pages: `page(path, lines, related)`. `related` is a list of {text, href}, of which href is from the start page. */
export function sourceHtml(pairs) {
  const css = style(pairs)
  return (path, lines, related = []) => {
    const top = countedUp(path)
    const links = [{ text: 'Start page', href: 'index.html' }, ...related]
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(path)}</title>
<link rel="icon" href="data:,">
<script>${THEME}</script>
<style>
${css}
</style>
</head>
<body>
<header><h1>${escaped(path)}</h1><nav>${links.map((link) => `<a href="${escaped(top + link.href)}">${escaped(link.text)}</a>`).join(' · ')}</nav></header>
<main tabindex="0" aria-label="source"><pre><code>${lines.map((line, at) => lineHtml(line, at + 1)).join('')}</code></pre></main>
</body>
</html>
`
  }
}
