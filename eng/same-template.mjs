// Fails where two templates differ in anything but where the functions' program lies and how the guard is deployed again: node eng/same-template.mjs ONE TWO
import { readFileSync } from 'node:fs'

const [one, two] = process.argv.slice(2).map(path => new Map(leaves('', JSON.parse(readFileSync(path, 'utf8')))))
const differences = [...new Set([...one.keys(), ...two.keys()])].filter(path => one.get(path) !== two.get(path))
for (const path of differences) console.error(`${path}: ${one.get(path)} and ${two.get(path)}`)
if (differences.length) process.exitCode = 1

// Of a zip as of a folder, the name of the asset is a hash of it.
function* leaves(path, json) {
  if (/\/Code\/S3Key$|\/Metadata\/|\/KILLSWITCH_DEPLOYED_FROM$/.test(path)) return
  if (json !== null && typeof json === 'object') for (const [name, value] of Object.entries(json)) yield* leaves(`${path}/${name}`, value)
  else yield [path, typeof json === 'string' ? sameWords(json) : JSON.stringify(json)]
}

// An app of somebody's own is deployed again by other words than a checkout.
function sameWords(text) {
  return text.replaceAll('deploy your CDK app again', 'make deploy').replaceAll(',"deployedFrom":"app"', '')
}
