// Writes src/KillSwitch.Core/Prices/catalogue.json from the npm package @pydantic/genai-prices (provider `aws`).
// `node generate.mjs` writes; `node generate.mjs --check` fails when the committed file differs from a fresh one.
import { readFileSync, writeFileSync } from 'node:fs'
import { findProvider } from '@pydantic/genai-prices'

const target = new URL('../../src/KillSwitch.Core/Prices/catalogue.json', import.meta.url)

// The day each version was published: a new version needs its line here, so that no entry lacks a date.
const published = { '0.1.8': '2026-09-23' }

const kinds = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_read_mtok: 'cacheRead',
  cache_write_mtok: 'cacheWrite5m',
  cache_write_1h_mtok: 'cacheWrite1h',
}

// Audio tokens: speech models run over a stream that invocation logs do not record.
const ignored = new Set(['input_audio_mtok', 'output_audio_mtok'])

const version = JSON.parse(
  readFileSync(new URL('node_modules/@pydantic/genai-prices/package.json', import.meta.url), 'utf8'),
).version
const date = published[version] ?? fail(`no publishing date is known for version ${version}`)

const entries = findProvider({ providerId: 'aws' }).models.flatMap(entriesOf)
const text = render(entries)

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) fail('catalogue.json differs from a fresh generation: run `make prices`')
  console.log('catalogue.json is up to date')
} else {
  writeFileSync(target, text)
  console.log(`${entries.length} entries from genai-prices ${version}`)
}

function entriesOf({ id, prices }) {
  const [, prefix, model] = /^(regional|global)\.(.+)$/.exec(id) ?? [null, 'any', id]
  const dated = Array.isArray(prices) ? prices : [{ prices }]
  return dated.flatMap(({ constraint, prices }) => {
    if (constraint && constraint.type !== 'start_date') fail(`${id}: a price by ${constraint.type} is not understood`)
    return bandsOf(id, prices).map(band => ({
      model,
      scope: prefix,
      ...(constraint && { from: constraint.start_date }),
      ...band,
      source: `genai-prices ${version}`,
      date,
    }))
  })
}

// One entry a context band: the base, and one for each `start`, which applies when the input tokens exceed it.
function bandsOf(id, prices) {
  const known = Object.entries(prices).filter(([key, price]) => {
    if (!(key in kinds) && !ignored.has(key)) fail(`${id}: the price ${key} is not understood`)
    return key in kinds && price !== undefined
  })
  const starts = new Set(known.flatMap(([, price]) => (price.tiers ?? []).map(tier => tier.start)))
  return [null, ...[...starts].sort((a, b) => a - b)].map(start => ({
    ...(start !== null && { above: start }),
    ...Object.fromEntries(
      Object.entries(kinds).flatMap(([key, kind]) => {
        const price = known.find(([name]) => name === key)?.[1]
        const amount = price === undefined ? 0 : at(price, start)
        return amount === 0 ? [] : [[kind, amount]] // zero is unknown, never free
      }),
    ),
  }))
}

function at(price, start) {
  if (typeof price === 'number') return price
  return price.tiers.reduce((amount, tier) => (start !== null && tier.start <= start ? tier.price : amount), price.base)
}

function render(entries) {
  const order = entry => [entry.model, entry.scope, entry.from ?? '', String(entry.above ?? 0).padStart(12, '0')].join(' ')
  const lines = entries
    .map(entry => [order(entry), JSON.stringify(entry)])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : fail(`listed twice: ${a}`)))
    .map(([, line]) => line)
  // A number prints as the shortest text that reads back the same, which is how the package wrote it; an exponent or a
  // long tail would be the trace of binary arithmetic.
  const artefact = lines.find(line => /\d[eE][+-]?\d|\.\d{9,}/.test(line.replace(/"[^"]*"/g, '')))
  if (artefact) fail(`not a plain decimal: ${artefact}`)
  return `{\n"version": 1,\n"prices": [\n${lines.join(',\n')}\n]\n}\n`
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
