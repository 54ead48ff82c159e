// Holds the Terraform module against the templates that it wraps: what Terraform would refuse, and what CloudFormation would.
//
//   node eng/terraform/check.mjs artifacts/templates/guard.template.json artifacts/templates/sensor.template.json
//
// It is no `terraform validate`, which needs Terraform and AWS's provider: it parses the files by HashiCorp's parser, and looks at names.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from '@cdktf/hcl2json'

const root = fileURLToPath(new URL('../../integrations/terraform', import.meta.url))
const faults = []
const expect = (holds, fault) => { if (!holds) faults.push(fault) }
const same = (what, found, wanted) => {
  const missing = [...wanted].filter(name => !found.has(name)), strange = [...found].filter(name => !wanted.has(name))
  expect(!missing.length, `${what} lacks ${missing.join(', ')}`)
  expect(!strange.length, `${what} has ${strange.join(', ')}, which the template does not know`)
}

/** The blocks of a module's files, and its text. */
async function module(folder) {
  const blocks = {}
  let text = ''
  for (const file of readdirSync(join(root, folder)).filter(name => name.endsWith('.tf')).sort()) {
    const content = readFileSync(join(root, folder, file), 'utf8')
    text += content
    for (const [kind, named] of Object.entries(await parse(join(folder, file), content))) {
      // terraform and locals have no names; what has two (resources) comes by type.
      if (Array.isArray(named)) blocks[kind] = Object.assign(blocks[kind] ?? {}, ...named)
      else for (const [name, value] of Object.entries(named)) blocks[kind] = { ...blocks[kind], [name]: value }
    }
  }
  return { folder, blocks, text }
}

const [guardTemplate, sensorTemplate] = process.argv.slice(2).map(path => JSON.parse(readFileSync(path, 'utf8')))
const [guard, sensor, code] = await Promise.all(['.', 'sensor', 'code'].map(module))
const filled = ['codeBucket', 'codeKey']

for (const { folder, blocks, text } of [guard, sensor, code]) {
  const variables = new Set(Object.keys(blocks.variable ?? {}))
  const locals = new Set(Object.keys(blocks.locals ?? {}))
  for (const [, kind, name] of text.matchAll(/\b(var|local)\.(\w+)/g))
    expect((kind === 'var' ? variables : locals).has(name), `${folder} uses ${kind}.${name}, which is not there`)
  for (const name of variables) expect(new RegExp(`\\bvar\\.${name}\\b`).test(text), `${folder} has a variable ${name} that nothing uses`)
  for (const [, name, output] of text.matchAll(/\bmodule\.(\w+)\.(\w+)/g)) {
    expect(blocks.module?.[name], `${folder} uses module.${name}, which is not there`)
    expect(code.blocks.output[output], `${folder} uses module.${name}.${output}, which it does not put out`)
  }
  for (const [name, [call]] of Object.entries(blocks.module ?? {})) {
    const given = new Set(Object.keys(call).filter(key => key !== 'source'))
    same(`${folder}: module ${name}`, given, new Set(Object.keys(code.blocks.variable)))
  }
  for (const [, type, name] of text.matchAll(/(?<!data\.)\b(aws_\w+)\.(\w+)/g))
    expect(blocks.resource?.[type]?.[name], `${folder} uses ${type}.${name}, which is not there`)
  for (const [, type, name] of text.matchAll(/\bdata\.(aws_\w+)\.(\w+)/g))
    expect(blocks.data?.[type]?.[name], `${folder} uses data.${type}.${name}, which is not there`)
  expect(blocks.terraform?.required_providers, `${folder} does not say which provider it needs`)
}

// Every parameter is a variable or filled in, and no other is given. What takes another deletion policy only `killswitch deploy` gives.
const deployers = ['retainData']
const options = new Set(Object.keys(guardTemplate.Parameters).filter(name => ![...filled, ...deployers].includes(name)))
same('the module', new Set(Object.keys(guard.blocks.variable).filter(name => !['codeBucket', 'release'].includes(name))), options)
same('options of the module', new Set(Object.keys(guard.blocks.locals.options)), options)
for (const [name, [variable]] of Object.entries(guard.blocks.variable)) {
  const parameter = guardTemplate.Parameters[name]
  expect('default' in variable && (variable.default === null || variable.default.length === 0), `${name} must be asked of nobody`)
  expect(variable.description, `${name} is not described`)
  if (!parameter) continue
  const isFlag = String([...(parameter.AllowedValues ?? [])].sort()) === 'false,true'
  expect(isFlag === (variable.type === '${bool}'), `${name} is a flag in the template or in the module, and not in both`)
  // A list that nobody fills is an empty text, and so must be what comes unless given.
  if (variable.type.startsWith('${list')) expect(parameter.Default === '', `${name} is not empty unless given`)
}
const names = new Set([...sensor.blocks.locals.names, ...Object.keys(sensor.blocks.locals.home), ...filled])
same('the sensor', names, new Set(Object.keys(sensorTemplate.Parameters)))

for (const { folder, blocks } of [guard, sensor]) {
  for (const [stack] of Object.values(blocks.resource.aws_cloudformation_stack)) {
    // The arguments that the provider's page lists.
    const known = ['name', 'template_url', 'capabilities', 'parameters', 'timeouts']
    same(`${folder}: aws_cloudformation_stack`, new Set(Object.keys(stack)), new Set(known))
    expect(stack.capabilities.includes('CAPABILITY_NAMED_IAM'), `${folder} does not let CloudFormation make roles with names`)
    for (const name of filled) expect(stack.parameters.includes(`${name} =`), `${folder} does not give ${name}`)
  }
}

for (const fault of faults) console.error(`integrations/terraform: ${fault}`)
if (faults.length) process.exitCode = 1
else console.log(`integrations/terraform: ${options.size} options of the guard, ${names.size} parameters of a sensor, as in the templates`)
