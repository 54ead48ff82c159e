// Every package that some part of the project is made of or made with, from the lock files alone.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const nuget = process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages')

/** What ships, what a deployment runs, and what only builds and tests; a package belongs to the first that has it. */
export const parts = [
  { name: 'lambda', title: 'the Lambda program', lock: 'src/KillSwitch.Lambda/packages.lock.json' },
  { name: 'cli', title: 'the command line', lock: 'src/KillSwitch.Cli/packages.lock.json' },
  { name: 'infra', title: 'a deployment', lock: 'infra/KillSwitch.Infra/packages.lock.json' },
  { name: 'infra', title: 'a deployment', lock: 'infra/package-lock.json' },
  { name: 'development', title: 'development', lock: 'eng/prices/package-lock.json' },
  { name: 'development', title: 'development', lock: 'eng/policy-proof/package-lock.json' },
  { name: 'development', title: 'development', lock: 'eng/terraform/package-lock.json' },
  ...readdirSync(join(root, 'tests')).sort()
    .map(name => ({ name: 'development', title: 'development', lock: `tests/${name}/packages.lock.json` }))
    .filter(part => existsSync(join(root, part.lock))),
]

/** The packages of one lock file: { ecosystem, name, version, hash, license, isBuildOnly }. */
export function packagesOf(lock) {
  const json = JSON.parse(readFileSync(join(root, lock), 'utf8'))
  return lock.endsWith('package-lock.json') ? npm(json) : nugetOf(json)
}

/** By package and version, the parts that it belongs to, sorted by name. */
export function all() {
  const found = new Map()
  for (const part of parts) {
    for (const one of packagesOf(part.lock)) {
      const key = `${one.ecosystem} ${one.name} ${one.version}`
      const known = found.get(key) ?? { ...one, parts: [] }
      // A compiler's package is no part of what it makes.
      const name = one.isBuildOnly ? 'development' : part.name
      if (!known.parts.includes(name)) known.parts.push(name)
      found.set(key, known)
    }
  }
  return [...found.values()].sort((a, b) => order(a.ecosystem, b.ecosystem) || order(a.name.toLowerCase(), b.name.toLowerCase()) || order(a.version, b.version))
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

// Analyzers and build tasks: named by a project, and nothing of them is in its output.
const buildOnly = /^(Microsoft\.NET\.ILLink\.Tasks|Microsoft\.CodeAnalysis\..*Analyzers|Microsoft\.DotNet\.ILCompiler)$/i

function nugetOf(json) {
  const packages = Object.values(json.dependencies).flatMap(framework => Object.entries(framework))
  return packages.filter(([, one]) => one.type !== 'Project').map(([name, one]) => ({
    ecosystem: 'nuget',
    name,
    version: one.resolved,
    hash: { alg: 'SHA-512', content: Buffer.from(one.contentHash, 'base64').toString('hex') },
    license: licenseOf(name, one.resolved),
    isBuildOnly: buildOnly.test(name),
  }))
}

function npm(json) {
  return Object.entries(json.packages).filter(([path]) => path !== '').map(([path, one]) => ({
    ecosystem: 'npm',
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: one.version,
    hash: { alg: 'SHA-512', content: Buffer.from(one.integrity.replace(/^sha512-/, ''), 'base64').toString('hex') },
    license: one.license ?? null,
    isBuildOnly: false,
  }))
}

// Licences that a package names by a file or an address instead of a word; read in the package itself.
const known = JSON.parse(readFileSync(new URL('licenses.json', import.meta.url), 'utf8'))

/** As the package says; null when it was never restored on this machine. */
function licenseOf(name, version) {
  const folder = join(nuget, name.toLowerCase(), version)
  if (!existsSync(folder)) return null
  const spec = readdirSync(folder).find(file => file.endsWith('.nuspec'))
  const text = readFileSync(join(folder, spec), 'utf8')
  const expression = /<license[^>]*type="expression"[^>]*>([^<]+)</.exec(text)?.[1]
  return expression ?? known[name] ?? known[/<licenseUrl>([^<]+)</.exec(text)?.[1] ?? ''] ?? 'UNKNOWN'
}
