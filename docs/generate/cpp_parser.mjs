// The syntax tree of a C++ source, by tree-sitter.
import { createRequire } from 'node:module'

import { bridged, hollowed } from './grammar_gaps.mjs'

const require = createRequire(import.meta.url)
const { Language, Parser } = require('@vscode/tree-sitter-wasm')

let parser

async function theParser() {
  if (!parser) {
    await Parser.init()
    const grammar = await Language.load(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-cpp.wasm'))
    parser = new Parser()
    parser.setLanguage(grammar)
  }
  return parser
}

// The bodies with something in them that was not understood: outermost ones, for the rest lies inside.
function brokenBodies(node, found = []) {
  if (!node.hasError) return found
  if (node.type === 'compound_statement') {
    found.push({ start: node.startIndex, end: node.endIndex })
  } else {
    for (const child of node.children) brokenBodies(child, found)
  }
  return found
}

function errorsIn(node, text, found = []) {
  if (node.isError || node.isMissing) {
    found.push({ line: node.startPosition.row + 1, text: text.slice(node.startIndex, node.endIndex).split('\n')[0] })
  } else if (node.hasError) {
    for (const child of node.children) errorsIn(child, text, found)
  }
  return found
}

/**
 * Parses `text`. Gives the root of the tree, and where something was not understood. No body of a function is asked for,
 * so what is not understood in one does not count.
 */
export async function parse(text) {
  const reader = await theParser()
  const readable = bridged(text)
  let tree = reader.parse(readable)
  const broken = brokenBodies(tree.rootNode)
  if (broken.length > 0) {
    tree.delete()
    tree = reader.parse(hollowed(readable, broken))
  }
  return { root: tree.rootNode, errors: errorsIn(tree.rootNode, text), release: () => tree.delete() }
}
