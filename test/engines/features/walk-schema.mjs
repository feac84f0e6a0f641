/**
 * The keys and the named values of the language, read off its zod schema. A place is a path such as
 * `source.tables.*.shape`, a named value stands behind `=`.
 */

/** What a schema is behind its defaults, and what holds where nothing is written. */
function unwrapped(schema, absent) {
  const { def } = schema;
  switch (def.type) {
    case 'optional':
    case 'nullable':
      return unwrapped(def.innerType, absent);
    case 'default':
    case 'prefault':
      return unwrapped(def.innerType, def.defaultValue);
    case 'pipe':
      return unwrapped(def.in, absent);
    default:
      return { def, absent };
  }
}

/** The values that a schema lists by name; null has none. */
function namedValues(def) {
  if (def.type === 'enum') return Object.values(def.entries);
  if (def.type === 'literal') return def.values.filter((value) => value !== null);
  return [];
}

/** Every place and named value below a schema. */
export function placesOf(schema, place) {
  const { def } = unwrapped(schema);
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([key, inner]) => [
        `${place}.${key}`,
        ...placesOf(inner, `${place}.${key}`),
      ]);
    case 'array':
      return placesOf(def.element, `${place}.*`);
    case 'union':
      return def.options.flatMap((option) => placesOf(option, place));
    default:
      return namedValues(def).map((value) => `${place}=${value}`);
  }
}

/** The places and named values that a value uses, what it leaves to a default included. */
export function usedPlaces(schema, value, place) {
  const { def, absent } = unwrapped(schema);
  const given = value ?? absent;
  if (given === undefined) return [];
  switch (def.type) {
    case 'object':
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return [];
      return Object.entries(def.shape).flatMap(([key, inner]) => [
        ...(Object.hasOwn(given, key) ? [`${place}.${key}`] : []),
        ...usedPlaces(inner, given[key], `${place}.${key}`),
      ]);
    case 'array':
      return Array.isArray(given) ? given.flatMap((item) => usedPlaces(def.element, item, `${place}.*`)) : [];
    case 'union':
      return def.options.flatMap((option) => usedPlaces(option, given, place));
    default:
      return namedValues(def).includes(given) ? [`${place}=${given}`] : [];
  }
}
