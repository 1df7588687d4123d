// The language of a file, as Shiki names it.
import path from 'node:path'

const LANGUAGES = {
  cpp: 'cpp',
  cppm: 'cpp',
  hpp: 'cpp',
  h: 'cpp',
  cc: 'cpp',
  cmake: 'cmake',
  py: 'python',
  sh: 'bash',
  json: 'json',
  md: 'markdown',
  mjs: 'javascript',
  js: 'javascript',
  html: 'html',
  css: 'css',
  yml: 'yaml',
  yaml: 'yaml'
}

// Null if it has none.
export function languageOf(file) {
  const name = path.posix.basename(file)
  if (name === 'CMakeLists.txt') return 'cmake'
  return LANGUAGES[path.posix.extname(name).slice(1)] ?? null
}
