import type { PlanContext } from './context.js';
import { sentenceEnd } from './dimension-properties.js';
import { words } from './tables.js';

/** What the generated repo's README tells: what it models, how it flows, how to run it. */
export function readmeView({ project, dialect }: PlanContext): Record<string, unknown> {
  const salted = project.sources.some((source) =>
    source.tables.some((table) => table.columns.some((column) => column.protect === 'hash')),
  );
  return {
    title: words(project.name).replace(/^./, (letter) => letter.toUpperCase()),
    description: sentenceEnd(project.description),
    label: dialect.label,
    requirement: dialect.adapter.requirement,
    salted,
    facts: project.facts.map((fact) => ({ model: fact.model, text: line(fact.grain.statement) })),
    dimensions: [
      ...project.dimensions.flatMap(
        ({ name, model, currentModel, description, versioned, miniDimensions }) => [
          ...(currentModel === undefined
            ? []
            : [{ model: currentModel, text: `${line(description)} Current rows.` }]),
          { model, text: `${line(description)}${versioned ? ' With history.' : ''}` },
          ...miniDimensions.map((mini) => ({
            model: mini.model,
            text: `Combinations of ${mini.attributes.map((attribute) => words(attribute.name)).join(', ')} of the ${words(name)}.`,
          })),
        ],
      ),
      ...project.calendars.map((calendar) => ({ model: calendar.model, text: line(calendar.description) })),
    ],
    edges: project.facts.map((fact) => ({
      model: fact.model,
      from: fact.from.model,
      dimensions: [...new Set(fact.lookups.map((lookup) => lookup.target.model))].join(', '),
    })),
  };
}

/** A text as one line of a table: no line breaks, no cell ends. */
function line(text: string): string {
  return sentenceEnd(text).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}
