import { dimensionNumbers, dimensionText } from './dimensions.mjs';
import { factNumbers, factText } from './facts.mjs';
import { intermediateText, intermediateNumbers } from './intermediates.mjs';
import { projectText } from './project.mjs';
import { sourceNumbers, sourceText } from './sources.mjs';

/**
 * The blueprints of a large, made-up warehouse: 200 sources, 500 dimensions, 300 facts, and some intermediates
 * between them. Nothing in it is random, so that two runs of the bench measure the same.
 *
 * @param {string} output folder of the dbt repo
 * @returns {{ path: string, text: string }[]}
 */
export function estateBlueprints(output) {
  return [
    { path: 'project.yml', text: projectText(output) },
    ...sourceNumbers.map((number) => ({ path: `sources/${number}.yml`, text: sourceText(number) })),
    ...intermediateNumbers.map((number) => ({
      path: `intermediates/${number}.yml`,
      text: intermediateText(number),
    })),
    ...dimensionNumbers.map((number) => ({ path: `dimensions/${number}.yml`, text: dimensionText(number) })),
    ...factNumbers.map((number) => ({ path: `facts/${number}.yml`, text: factText(number) })),
  ];
}
