import { prettyDiagnostics } from '../../generator/diagnostics/pretty.js';
import { generate } from '../../generator/pipeline.js';

/** What `dbtgen build` would print to stderr about a folder before it writes anything, without colours. */
export async function diagnose(folder: string): Promise<string> {
  const { diagnostics } = await generate(folder, {});
  return prettyDiagnostics(diagnostics);
}
