// Writes src/KillSwitch.Core/Prices/catalogue.json from the npm package @pydantic/genai-prices (provider `aws`), and from the tables beside
// this file, which know regions and tiers. Where the package and a table differ, the dearer price stands, until AWS's own list says more.
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

const members = ['model', 'scope', 'region', 'tier', 'from', 'above', ...Object.values(kinds), 'source', 'date']

// Audio tokens: speech models run over a stream that invocation logs do not record.
const ignored = new Set(['input_audio_mtok', 'output_audio_mtok'])

const version = JSON.parse(
  readFileSync(new URL('node_modules/@pydantic/genai-prices/package.json', import.meta.url), 'utf8'),
).version
const date = published[version] ?? fail(`no publishing date is known for version ${version}`)

// Of the models whose cache prices a table has wrong, what AWS charges: reads in times of input, and nothing for a write.
const caches = [{ model: /^amazon\.nova-(2-)?(lite|micro|pro|premier)/, read: 0.25, write: 0 }]

// Not by the token, whatever a table says of them: see `units` in overrides.json.
const byUnit = new Set(['amazon.rerank-v1:0', 'amazon.titan-embed-image-v1'])

const rules = JSON.parse(readFileSync(new URL('../../src/KillSwitch.Core/Prices/overrides.json', import.meta.url), 'utf8'))

const tables = [
  ['list-prices-2026-08.csv', 'Portkey-AI/models 2026-08-21', '2026-08-21'],
  ['more-prices-2026-11.csv', 'LiteLLM 2026-11', '2026-11-23'],
]

const entries = withTables(findProvider({ providerId: 'aws' }).models.flatMap(entriesOf).map(cached))
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

// A table's row of a model that the package has for every region replaces what is cheaper there; all else is added.
function withTables(entries) {
  for (const [file, source, date] of tables) {
    const rows = read(file).filter(row => !byUnit.has(row.model))
    const standard = new Map(rows.filter(row => row.tier === 'standard').map(row => [`${row.model} ${row.region}`, row]))
    for (const row of rows) {
      const base = standard.get(`${row.model} ${row.region}`)
      if (row.tier !== 'standard' && follows(row, base)) continue
      const prices = { input: row.input, output: row.output }
      const entry = cached({
        model: row.model,
        scope: 'any',
        ...(row.region !== '*' && { region: row.region }),
        ...(row.tier !== 'standard' && { tier: row.tier }),
        ...Object.fromEntries(Object.entries(prices).filter(([, amount]) => amount > 0)),
        source,
        date,
      })
      const same = entries.filter(known => canonical(known.model) === canonical(row.model)
        && known.region === entry.region && known.tier === entry.tier)
      if (same.length === 0) {
        entries.push(entry)
        continue
      }
      for (const known of same) {
        for (const kind of ['input', 'output']) {
          if ((entry[kind] ?? 0) > (known[kind] ?? 0)) {
            known[kind] = entry[kind]
            known.source = `${known.source}; ${source}`
          }
        }
      }
    }
  }
  return entries
}

// Whether the tier's price is the standard one times the factor that the overrides have for it.
function follows(row, standard) {
  const rule = rules.serviceTiers.find(({ tier, models }) => tier === row.tier && (models ?? ['*']).some(name => matches(name, row.model)))
  return standard !== undefined && rule !== undefined
    && ['input', 'output'].every(kind => Math.abs(row[kind] - standard[kind] * rule.factor) < 1e-9)
}

function matches(name, model) {
  return name.endsWith('*') ? model.startsWith(name.slice(0, -1)) : name === model
}

function read(file) {
  const [head, ...lines] = readFileSync(new URL(file, import.meta.url), 'utf8').trim().split('\n')
  const names = head.split(',')
  return lines.map(line => Object.fromEntries(line.split(',').map((text, i) => [names[i], i < 3 ? text : plain(text)])))
}

// A tail of binary arithmetic, as in 1.0500000000000003, is cut off.
function plain(text) {
  return text === '' ? 0 : Number(Number(text).toFixed(8))
}

function cached(entry) {
  const rule = caches.find(({ model }) => model.test(entry.model))
  if (rule === undefined || entry.above !== undefined || entry.tier !== undefined) return entry
  return { ...entry, cacheRead: entry.cacheRead ?? plain(entry.input * rule.read), cacheWrite5m: rule.write, cacheWrite1h: rule.write }
}

// As ModelSpelling has it.
function canonical(id) {
  const plain = id.split(':')[0]
  const version = plain.endsWith('-v1') ? 3 : id !== plain && plain.endsWith('-1') ? 2 : 0
  return plain.slice(0, plain.length - version).replace(/-instruct$/, '')
}

function render(entries) {
  const order = entry => [entry.model, entry.scope, entry.region ?? '', entry.tier ?? '', entry.from ?? '', String(entry.above ?? 0).padStart(12, '0')].join(' ')
  const lines = entries
    .map(entry => [order(entry), JSON.stringify(Object.fromEntries(members.filter(name => name in entry).map(name => [name, entry[name]])))])
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
