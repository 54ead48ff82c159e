// Writes a CycloneDX 1.6 bill of materials for each part, from the lock files: artifacts/sbom/PART.cdx.json.
// The same lock files give the same bytes. The Lambda program also names the runtime that is compiled into it, once it was packaged.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { all, root } from './components.mjs'

const version = /<Version>([^<]+)</.exec(readFileSync(join(root, 'Directory.Build.props'), 'utf8'))[1]
const subjects = {
  lambda: { type: 'application', name: 'killswitch-lambda', description: 'the one program of all functions' },
  cli: { type: 'application', name: 'KillSwitch.Bedrock.Cli', description: 'the command line, a .NET tool' },
  infra: { type: 'application', name: 'killswitch-infra', description: 'the CDK app that makes the templates' },
  development: { type: 'application', name: 'killswitch-development', description: 'what builds and tests the project; never shipped' },
}

const folder = join(root, 'artifacts', 'sbom')
mkdirSync(folder, { recursive: true })
const packages = all()
for (const [part, subject] of Object.entries(subjects)) {
  const components = [...packages.filter(one => one.parts.includes(part)).map(componentOf), ...(part === 'lambda' ? runtime() : [])]
  const purl = `pkg:generic/${subject.name}@${version}`
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([subject, version, components]))}`,
    version: 1,
    metadata: {
      component: { ...subject, 'bom-ref': purl, version, purl, licenses: [{ license: { id: 'Apache-2.0' } }] },
    },
    components,
    dependencies: [{ ref: purl, dependsOn: components.map(one => one['bom-ref']) }],
  }
  const file = join(folder, `${part}.cdx.json`)
  writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`)
  console.log(`artifacts/sbom/${part}.cdx.json: ${components.length} components`)
}

function componentOf(one) {
  const [group, name] = one.name.startsWith('@') ? one.name.split('/') : [undefined, one.name]
  const purl = `pkg:${one.ecosystem}/${group ? `${encodeURIComponent(group)}/` : ''}${name}@${one.version}`
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group ? { group } : {}),
    name,
    version: one.version,
    hashes: [one.hash],
    ...(one.license ? { licenses: [one.license.includes(' ') ? { expression: one.license } : { license: { id: one.license } }] } : {}),
    purl,
  }
}

/** The compiler's packages hold the runtime that a native program consists of; packaging writes them into a lock file of its own. */
function runtime() {
  const built = join(root, 'artifacts', 'lambda-build')
  if (!existsSync(built)) return []
  const found = new Map()
  for (const way of readdirSync(built).sort()) {
    const lock = join(built, way, 'KillSwitch.Lambda.packages.lock.json')
    if (!existsSync(lock)) continue
    for (const [name, one] of Object.values(JSON.parse(readFileSync(lock, 'utf8')).dependencies).flatMap(framework => Object.entries(framework))) {
      if (one.type === 'Project' || !/^(runtime\..*\.)?Microsoft\.(DotNet\.ILCompiler|NETCore\.App\.)/i.test(name)) continue
      found.set(name, componentOf({
        ecosystem: 'nuget', name, version: one.resolved, license: 'MIT',
        hash: { alg: 'SHA-512', content: Buffer.from(one.contentHash, 'base64').toString('hex') },
      }))
    }
  }
  return [...found.values()]
}

/** A name of its own for each content, so that nothing changes when nothing changed. */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
