import { prettyDiagnostics } from '../../generator/diagnostics/pretty.js';
import { readBlueprints } from '../../generator/parse/read-blueprints.js';

/** What `dbtgen validate` would print to stderr about a folder, without colours. */
export async function diagnose(folder: string): Promise<string> {
  const { diagnostics } = await readBlueprints(folder);
  return prettyDiagnostics(diagnostics);
}
