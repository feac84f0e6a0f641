import { dialects } from '../../../dialects/index.js';
import type { ResolveContext } from '../context.js';
import { locationOf, type Place } from '../place.js';

const longest = 50;
/** Where names may be shortest decides for all, so that a project can move there. */
const longestOfModel = Math.min(...Object.values(dialects).map(({ identifierLength }) => identifierLength));

/** A name that is right on every dialect: snake_case, short enough, no reserved word anywhere. */
export function checkName(name: string, place: Place, { findings }: Pick<ResolveContext, 'findings'>): void {
  const location = locationOf(place);
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) {
    const suggestion = snakeCase(name);
    findings.add('DG320', { name }, location, {
      expected: 'lower-case letters, digits and underscores, a letter first',
      ...(suggestion === undefined ? {} : { suggestion }),
    });
    return;
  }
  if (name.length > longest) findings.add('DG321', { name, length: name.length, limit: longest }, location);
  if (name === 'at') {
    findings.add('DG323', { name }, location, { expected: 'a name that says more, such as happened_at' });
    return;
  }
  const reserving = Object.values(dialects).filter((dialect) => dialect.reserved.has(name));
  if (reserving.length > 0) {
    findings.add(
      'DG322',
      { name, dialects: reserving.map((dialect) => dialect.label).join(', ') },
      location,
      {
        expected: `another name, such as ${name}_name`,
      },
    );
  }
}

/**
 * A model's name, made of the user's `parts`: some warehouses cut what is too long without a word. Parts that are too
 * long by themselves were told.
 */
export function checkModelName(
  model: string,
  parts: readonly string[],
  place: Place,
  { findings }: Pick<ResolveContext, 'findings'>,
): void {
  if (model.length <= longestOfModel || parts.some((part) => part.length > longest)) return;
  findings.add('DG321', { name: model, length: model.length, limit: longestOfModel }, locationOf(place));
}

function snakeCase(name: string): string | undefined {
  const snake = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[a-z]/.test(snake) ? snake : undefined;
}
