/** Why dbt stopped, as one line of what it printed. */
export function whyDbtStopped(printed: string): string {
  const [, told = printed] = printed.split(/Encountered an error:/, 2);
  const line = told
    .replaceAll(/\d\d:\d\d:\d\d\s+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}
