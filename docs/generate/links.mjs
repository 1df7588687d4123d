// Addresses of pages, so that each is put together in one place. They begin with `/`; the site's base is put before them
// when it is built.

export const rowLink = (stem) => `/rows/${stem}`

// 'patterns.caching.ttl_cache' -> its place in the reference; filled from what was extracted.
export const apiPath = (module, part) => `/api/${module.replace(/^patterns\.?/, '') || 'patterns'}/${part}`

// Pages of sources are made without the generator: the router must leave a click on them to the browser.
export const sourcePath = (file, line) => `/source/${file}.html${line ? `#L${line}` : ''}`

export const sourceLink = (text, file, line) => `[${text}](${sourcePath(file, line)}){target="_self"}`

// The draft of the standard, by the stable name of a clause.
export const clauseLink = (clause) => `[\\[${clause}\\]](https://eel.is/c++draft/${clause})`
