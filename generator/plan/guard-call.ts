import type { Column } from '../resolve/project.js';
import { lineWidth } from '../sql/break-lines.js';
import { list } from '../sql/layout.js';
import type { PlanContext } from './context.js';
import { castsBooleansPlainly } from './key-text.js';

/** Names of the macros in hooks; which of them a repo needs is read off the calls that it holds. */
export type GuardMacro =
  | 'stop_on_null_keys'
  | 'stop_on_repeated_keys'
  | 'stop_on_mass_absence'
  | 'stop_on_earlier_load'
  | 'stop_on_cut_log'
  | 'stop_on_empty_input'
  | 'stop_on_missing_members'
  | 'add_new_columns';

/** Which of the columns are booleans, where a message can't cast them to text like the others. */
export function booleans(
  wanted: readonly string[],
  columns: readonly Column[],
  { dialect }: PlanContext,
): readonly string[] {
  const found = columns.filter(({ name, type }) => type.kind === 'boolean' && wanted.includes(name));
  return found.length === 0 || castsBooleansPlainly(dialect)
    ? []
    : [`booleans=${names(found.map(({ name }) => name))}`];
}

/** The call of a guard in a hook. One argument per line where the call is too long for the line of a hook. */
export function call(macro: GuardMacro, args: readonly string[]): string {
  const line = `${macro}(${args.join(', ')})`;
  const hook = `        "{{ ${line} }}",`;
  return hook.length <= lineWidth ? line : `${macro}(\n            ${list(args, 12)}\n        )`;
}

/** A list of names, as an argument. */
export function names(items: readonly string[]): string {
  return `[${items.map((item) => `'${item}'`).join(', ')}]`;
}

/** A list of words under a name, as an argument of a call that has a line for each; below each other where it is long. */
export function namedList(name: string, items: readonly string[]): string {
  const line = `${name}=${names(items)}`;
  const indent = '            ';
  return `${indent}${line},`.length <= lineWidth
    ? line
    : `${name}=[\n    ${list(
        items.map((item) => `'${item}'`),
        4,
      )}\n]`;
}
