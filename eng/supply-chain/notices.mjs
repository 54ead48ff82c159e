// Writes the list of packages in THIRD-PARTY-NOTICES.md from the lock files.
// `node notices.mjs` writes; `node notices.mjs --check` fails when a package has no entry, or an entry no package.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { all, root } from './components.mjs'

const target = join(root, 'THIRD-PARTY-NOTICES.md')
const [begin, end] = ['<!-- packages: written by make notices -->', '<!-- end of packages -->']
const titles = { lambda: 'Lambda program', cli: 'command line', infra: 'deployment', development: 'development only' }

const text = readFileSync(target, 'utf8')
const [from, to] = [text.indexOf(begin), text.indexOf(end)]
if (from < 0 || to < from) fail(`${target} lacks the lines \`${begin}\` and \`${end}\``)
const committed = entriesOf(text.slice(from, to))
const packages = all()

if (process.argv.includes('--check')) check()
else write()

function check() {
  const wrong = []
  const names = new Set()
  for (const one of packages) {
    const line = lineOf(one, committed.get(keyOf(one))?.license)
    names.add(keyOf(one))
    const entry = committed.get(keyOf(one))
    if (entry === undefined) wrong.push(`${keyOf(one)} has no entry`)
    // Where a package was never restored its licence cannot be read again: the entry stands.
    else if (entry.line !== line) wrong.push(`${keyOf(one)} is entered otherwise: ${line}`)
  }
  for (const key of committed.keys()) if (!names.has(key)) wrong.push(`${key} is in no lock file`)
  if (wrong.length > 0) fail(`THIRD-PARTY-NOTICES.md: ${wrong.join('; ')}: run \`make notices\``)
  console.log(`THIRD-PARTY-NOTICES.md names all ${packages.length} packages`)
}

function write() {
  const lines = packages.map(one => lineOf(one, committed.get(keyOf(one))?.license))
  const table = ['| package | version | licence | part of |', '|---|---|---|---|', ...lines].join('\n')
  writeFileSync(target, `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`)
  console.log(`${lines.length} packages in THIRD-PARTY-NOTICES.md`)
}

function keyOf(one) {
  return `${one.ecosystem} ${one.name} ${one.version}`
}

function lineOf(one, entered) {
  const license = one.license ?? entered ?? fail(`${keyOf(one)}: restore it first (\`make build\`), so that its licence can be read`)
  if (license === 'UNKNOWN') fail(`${keyOf(one)} names no licence: read it in the package, and enter it in eng/supply-chain/licenses.json`)
  const shipped = one.parts.filter(part => part !== 'development')
  const parts = (shipped.length > 0 ? shipped : one.parts).map(part => titles[part]).join(', ')
  return `| ${one.ecosystem === 'npm' ? 'npm ' : ''}${one.name} | ${one.version} | ${license} | ${parts} |`
}

function entriesOf(section) {
  const entries = new Map()
  for (const line of section.split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| package'))) {
    const [, name, version, license] = line.split('|').map(cell => cell.trim())
    entries.set(name.startsWith('npm ') ? `${name} ${version}` : `nuget ${name} ${version}`, { line, license })
  }
  return entries
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
