// Who called which model how often and for how many tokens, by DuckDB over the same files: what a back-test reads, and nothing of what it
// does with it. node group-by.mjs FOLDER THREADS
import { DuckDBInstance } from '@duckdb/node-api';

const [folder, threads] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();
const rows = await connection.runAndReadAll(`
  select identity.arn, modelId, count(*) as calls, sum(input.inputTokenCount), sum(input.cacheReadInputTokenCount),
    sum(input.cacheWriteInputTokenCount), sum(output.outputTokenCount)
  from read_json('${folder.replaceAll("'", "''")}/**/*.json.gz', format = 'newline_delimited', columns = {
    identity: 'STRUCT(arn VARCHAR)', modelId: 'VARCHAR', output: 'STRUCT(outputTokenCount BIGINT)',
    input: 'STRUCT(inputTokenCount BIGINT, cacheReadInputTokenCount BIGINT, cacheWriteInputTokenCount BIGINT)' })
  group by all`);
console.log(rows.getRowsJson().reduce((sum, row) => sum + Number(row[2]), 0));
