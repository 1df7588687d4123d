// Records the figures of a run of the benchmarks: node docs/record/benchmarks.mjs build/bench/results/summary.json
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { benchmarkSources, BENCHMARKS } from '../generate/records.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
// The commit that was measured is that of the tree it was built in.
const summaryFile = path.resolve(process.argv[2])
const summary = JSON.parse(fs.readFileSync(summaryFile, 'utf8'))

// Of a run's context the site tells what was measured with; which machine it was by name is nobody's business.
const KEPT = ['processor', 'num_cpus', 'compiler', 'standard_library', 'build_type', 'load_avg']
const contexts = Object.fromEntries(
  Object.entries(summary.contexts).map(([theme, context]) => [
    theme,
    Object.fromEntries(Object.entries(context).filter(([key]) => KEPT.includes(key) || /^(peer|note) /.test(key)))
  ])
)
const record = {
  recorded: new Date().toISOString().slice(0, 10),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: path.dirname(summaryFile),
    encoding: 'utf8'
  }).trim(),
  sources: Object.fromEntries(Object.keys(summary.themes).map((theme) => [theme, benchmarkSources(root, theme)])),
  contexts,
  themes: summary.themes,
  goals: summary.goals
}
const to = path.join(root, BENCHMARKS)
fs.mkdirSync(path.dirname(to), { recursive: true })
fs.writeFileSync(to, JSON.stringify(record, null, 1) + '\n')
console.log(`${Object.values(summary.themes).flatMap((theme) => Object.keys(theme)).length} benchmarks recorded`)
