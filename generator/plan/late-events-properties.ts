import type { Dimension } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import { judgedLoadColumns } from './judged-loads.js';
import { lateColumns } from './late-events.js';
import { modelYaml } from './properties.js';
import { rejecting, sameLoad } from './rejecting.js';
import { words } from './tables.js';
import type { YamlValue } from './yaml-value.js';

/** The properties of the models that set a dimension's late events aside. A test warns where there are any. */
export function lateEventsProperties(dimension: Dimension, context: PlanContext): YamlValue[] {
  const found = rejecting(dimension);
  if (found === undefined) return [];
  const { events, late } = found;
  const name = words(dimension.name);
  return [
    modelYaml(
      {
        name: late.loads,
        description: `What each load of a ${name} is judged by: an event from before the newest version that earlier loads had made is late. Rows are only ever added, also by a full refresh.`,
        tests: [
          {
            test: 'unique_together',
            name: `${late.loads}_judges_a_load_once`,
            arguments: { columns: sameLoad(found, context) },
          },
        ],
        columns: judgedLoadColumns(found, context).map((column) => ({
          column,
          tests: column.notNull ? [{ test: 'not_null' as const }] : [],
          notNull: 'none' as const,
        })),
      },
      context,
    ),
    modelYaml(
      {
        name: late.model,
        description: `Events of a ${name} that came too late: set aside, and in ${dimension.model} nowhere.`,
        tests: [
          {
            test: 'no_rows',
            name: `${late.model}_is_empty`,
            description: `Events that were set aside change nothing in ${dimension.model}, whatever is loaded after them.`,
            severity: 'warn',
          },
        ],
        columns: lateColumns(found, context).map((column) => ({
          column,
          tests: [],
          notNull: 'none' as const,
        })),
      },
      context,
    ),
    modelYaml(
      {
        name: late.timely,
        description: `The events of ${events.model} that ${dimension.model} is made of: all but those in ${late.model}.`,
        tests: [],
        columns: [],
      },
      context,
    ),
  ];
}
