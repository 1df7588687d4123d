// Left and right go to the page before and behind, as in slides; not where the key means something else.
const WRITES = 'input, textarea, select, [contenteditable], [role=tab], [role=slider], pre, .VPLocalSearchBox'

export function turnPages(go) {
  const heard = (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.target instanceof Element && event.target.closest(WRITES)) return
    const link = { ArrowLeft: '.pager-link.prev', ArrowRight: '.pager-link.next' }[event.key]
    const href = link && document.querySelector(link)?.getAttribute('href')
    if (!href) return
    event.preventDefault()
    go(href)
  }
  window.addEventListener('keydown', heard)
  return () => window.removeEventListener('keydown', heard)
}
