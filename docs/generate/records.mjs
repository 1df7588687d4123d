// Figures and messages that were measured or recorded once and committed: benchmarks, and what compilers say. Each record
// keeps a digest of the sources it was made of, so that one that has grown stale is known.
import { exists, filesBelow, readJson, readText } from './files.mjs'
import { digest } from './facts.mjs'
import { Problems } from './problems.mjs'

export const BENCHMARKS = 'docs/records/benchmarks.json'
const DIAGNOSTICS = 'docs/records/diagnostics.json'

// The programs that measure a theme. The library they measure changes more often than any figure would: the record names
// the commit instead.
export function benchmarkSources(root, theme) {
  const folder = theme === 'compile_memory' ? 'bench/compile_time' : `bench/${theme}`
  return digest(
    filesBelow(root, folder, /\.(cpp|hpp|py)$/)
      .map((file) => `${file}\n${readText(root, file)}`)
      .join('\n')
  )
}

export function readBenchmarks(root) {
  const record = readJson(root, BENCHMARKS)
  const problems = new Problems()
  for (const [theme, recorded] of Object.entries(record.sources)) {
    if (benchmarkSources(root, theme) !== recorded) {
      problems.add(BENCHMARKS, `is stale: the benchmarks of '${theme}' have changed since (see docs/README.md)`)
    }
  }
  problems.throwIfAny()
  return record
}

// The source of a refusal, without the lines that only tell its test what to look for.
export const refusalShown = (text) => text.replace(/^(\/\/ .*must say: .*\n)+/, '')

// {compilers: [{id, words}], messages: {name: {source, said: {id: text}}}}
export function readDiagnostics(root, wanted) {
  const record = readJson(root, DIAGNOSTICS)
  const problems = new Problems()
  for (const name of wanted) {
    const recorded = record.messages[name]
    const file = `tests/negative/${name}.cpp`
    if (!recorded) problems.add(DIAGNOSTICS, `has nothing of ${file} (see docs/README.md)`)
    else if (exists(root, file) && recorded.source !== digest(readText(root, file))) {
      problems.add(DIAGNOSTICS, `is stale: ${file} has changed since (see docs/README.md)`)
    }
  }
  problems.throwIfAny()
  return record
}
