import type { ExitCode, Terminal } from './terminal.js';

/** `dbtgen schema`: the JSON Schema of the blueprint language. */
export async function schema(terminal: Terminal): Promise<ExitCode> {
  const { jsonSchema } = await import('../pipeline.js');
  terminal.out.write(`${JSON.stringify(await jsonSchema(), null, 2)}\n`);
  return 0;
}
