/** What the language can say in this version, and which model of which project says it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { featureOf } from './readable.mjs';
import { usedTypes, typeFeatures } from './types.mjs';
import { placesOf, usedPlaces } from './walk-schema.mjs';

/**
 * The features of the language, each with every use of it.
 *
 * @param {object} language `schemas` of generator/parse/schema and `unsupported` of generator/parse/unsupported
 * @param {readonly { name: string, blueprints: string }[]} projects folders of blueprints
 * @param {readonly string[]} formats table formats that every project is built in
 * @returns {{ feature: string, group: string, uses: { project: string, model: string }[] }[]}
 */
export function features({ schemas, unsupported }, projects, formats = ['delta', 'iceberg']) {
  const found = new Map();
  const entry = ({ group, feature }) => {
    const key = `${group}/${feature}`;
    if (!found.has(key)) found.set(key, { group, feature, uses: new Map() });
    return found.get(key).uses;
  };
  for (const [kind, schema] of Object.entries(schemas)) {
    for (const place of placesOf(schema, kind))
      if (isSupported(kind, place, unsupported)) entry(featureOf(place));
  }
  for (const feature of typeFeatures) entry(feature);
  for (const { name: project, blueprints } of projects) {
    const documents = documentsBelow(blueprints);
    const use = (feature, model) => {
      const uses = found.get(`${feature.group}/${feature.feature}`)?.uses;
      uses?.set(`${project}/${model}`, { project, model });
    };
    for (const { places, models } of documents.flatMap((document) =>
      usesOf(document, documents, schemas, formats),
    )) {
      for (const place of places) for (const model of models) use(featureOf(place), model);
    }
    for (const { feature, model } of usedTypes(documents, modelNames(documents))) use(feature, model);
  }
  return [...found.values()].map(({ uses, ...rest }) => ({ ...rest, uses: [...uses.values()] }));
}

/** A document is one model, but a source is one for each table, and a project is all marts. */
function usesOf(document, documents, schemas, formats) {
  const [kind] = Object.keys(document);
  const names = modelNames(documents);
  const used = (value) => usedPlaces(schemas[kind], value, kind);
  if (kind === 'project') {
    const marts = documents.filter((each) => each.dimension ?? each.calendar ?? each.fact);
    return [{ places: used(document), models: marts.map(names.of) }];
  }
  if (kind === 'source') {
    return document.tables.map((table) => ({
      places: used({ ...document, tables: [table] }),
      models: [names.staging(document, table)],
    }));
  }
  // The suite builds each project in each table format.
  const inFormats = ['dimension', 'fact'].includes(kind)
    ? formats.map((format) => `${kind}.physical.format=${format}`)
    : [];
  return [{ places: [...used(document), ...inFormats], models: [names.of(document)] }];
}

function modelNames(documents) {
  const prefixes = {
    staging: 'stg_',
    intermediate: 'int_',
    dimension: 'dim_',
    fact: 'fct_',
    ...documents.find(({ project }) => project)?.conventions?.prefixes,
  };
  return {
    staging: (source, { table }) => `${prefixes.staging}${source.source}__${table}`,
    of(document) {
      const [[kind, name]] = Object.entries(document);
      return `${prefixes[kind === 'calendar' ? 'dimension' : kind]}${name}`;
    },
  };
}

/** A key that belongs to a value which can't be built, as presence.ts says. */
const ONLY_WITH_UNSUPPORTED = ['calendar.of'];

/** What a value of these means is a feature of the attributes that take it. */
const SAID_ELSEWHERE = ['project.defaults.scd'];

/** Whether the version can build what the place says. */
function isSupported(kind, place, unsupported) {
  if (ONLY_WITH_UNSUPPORTED.includes(place)) return false;
  if (SAID_ELSEWHERE.some((key) => place.startsWith(`${key}=`))) return false;
  const [key, value] = place.slice(kind.length + 1).split('=');
  return !unsupported.some((entry) => {
    if (entry.kind !== kind) return false;
    if (entry.path === '') return true;
    if (key === entry.path) return !entry.values || (value !== undefined && entry.values(typed(value)));
    return key.startsWith(`${entry.path}.`) && !entry.values;
  });
}

const typed = (value) => (/^\d$/.test(value) ? Number(value) : value);

function documentsBelow(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')))
    .map((document) => document.toJS())
    .filter((document) => document !== null);
}
