import { entry, type None } from './entry.js';

/** DG1xx: files and YAML, before any word of the language is looked at. */
export const readingEntries = {
  DG101: entry<{ path: string }>({
    title: 'Blueprint folder not found',
    severity: 'error',
    message: ({ path }) => `there is no folder "${path}"`,
    meaning: 'The folder named on the command line does not exist, so there is nothing to read.',
    fix: 'Check the path, or make a first project with `dbtgen init <folder>`.',
  }),
  DG102: entry<{ path: string }>({
    title: 'Not a folder',
    severity: 'error',
    message: ({ path }) => `"${path}" is not a folder`,
    meaning:
      'dbtgen reads a whole folder of blueprints, because they refer to each other. A single file cannot be built.',
    fix: 'Name the folder that holds the blueprints.',
  }),
  DG103: entry<{ path: string }>({
    title: 'No blueprints',
    severity: 'error',
    message: ({ path }) => `no .yml or .yaml file below "${path}"`,
    meaning:
      'The folder and its subfolders hold no YAML file. Links, folders whose name starts with a dot, and the output folder are not searched.',
    fix: 'Name the folder that holds the blueprints, or make a first project with `dbtgen init <folder>`.',
  }),
  DG104: entry<{ reason: string }>({
    title: 'Unreadable file or folder',
    severity: 'error',
    message: ({ reason }) => `could not be read: ${reason}`,
    meaning:
      'The operating system refused to open it. A blueprint that is left out silently would change what is built, so dbtgen stops.',
    fix: 'Give yourself the right to read it, or move it out of the blueprint folder.',
  }),
  DG105: entry<{ megabytes: string; limit: number }>({
    title: 'File too large',
    severity: 'error',
    message: ({ megabytes, limit }) =>
      `the file has ${megabytes} MB, more than the ${limit} MB that a blueprint file may have`,
    meaning:
      'Blueprints are written by people; a file of this size is almost always data that got into the folder by mistake.',
    fix: 'Move the file out of the blueprint folder, or split it into several files.',
  }),
  DG106: entry<{ reason: string }>({
    title: 'Not UTF-8 text',
    severity: 'error',
    message: ({ reason }) => `not a UTF-8 text file: ${reason}`,
    meaning:
      'Blueprints are UTF-8 text. The file is binary, or was saved in another encoding such as UTF-16 or Latin-1.',
    fix: 'Save the file as UTF-8, or move it out of the blueprint folder.',
  }),
  DG110: entry<{ problem: string }>({
    title: 'Broken YAML',
    severity: 'error',
    message: ({ problem }) => `broken YAML: ${problem}`,
    meaning:
      'The text is not valid YAML 1.2, so nothing of the file can be used. Frequent causes are a text with ": " in it that is not quoted, a bracket or quote that is not closed, tabs as indentation, and lines that are indented differently.',
    wrong: 'dimension: customer\ndescription: Customers: all of them',
    right: 'dimension: customer\ndescription: "Customers: all of them"',
    fix: 'Look at the marked place and the line before it; quote texts that hold ": " or " #", or that start with *, &, !, @, %, [ or {.',
  }),
  DG111: entry<{ limit: number }>({
    title: 'Nested too deep',
    severity: 'error',
    message: ({ limit }) => `more than ${limit} levels of lists and mappings inside each other`,
    meaning:
      'No blueprint needs more than about ten levels. The limit keeps a broken or hostile file from exhausting memory.',
    fix: 'Close the brackets, or correct the indentation, from the marked place on.',
  }),
  DG112: entry<{ limit: number }>({
    title: 'Aliases expand too far',
    severity: 'error',
    message: ({ limit }) => `aliases in this document expand to more than ${limit} values`,
    meaning:
      'An alias (*name) stands for a copy of its anchor (&name). Copies of copies grow without bound; such a document would exhaust memory.',
    wrong: 'a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]',
    fix: 'Write the values where they are needed, or use fewer aliases inside of anchors.',
  }),
  DG113: entry<{ name: string; problem: string }>({
    title: 'Alias without an anchor',
    severity: 'error',
    message: ({ name, problem }) => `alias "*${name}" ${problem}`,
    meaning:
      'An alias (*name) repeats a value that was marked with an anchor (&name) earlier in the same document. Anchors do not reach across documents, and cannot contain themselves. A text that starts with * must be quoted.',
    wrong: 'columns: [*all]',
    right: "columns: ['*', {name: net_amount, expression: amount - discount, type: 'decimal(12,2)'}]",
    fix: 'Put the anchor before the alias, or quote the text.',
  }),
  DG114: entry<{ tag: string }>({
    title: 'YAML tag',
    severity: 'error',
    message: ({ tag }) => `the YAML tag "${tag}" means nothing in a blueprint`,
    meaning:
      'Blueprints are plain data: texts, numbers, true and false, lists and mappings. Tags of programs (!ref, !!python/…) are not interpreted.',
    wrong: 'description: !markdown Customers',
    right: 'description: Customers',
    fix: 'Remove the tag; quote the text if it has to start with an exclamation mark.',
  }),
  DG115: entry<None>({
    title: 'Merge key',
    severity: 'error',
    message: () => 'merge keys ("<<") are not part of YAML 1.2',
    meaning:
      'The key "<<" comes from YAML 1.1 and would copy keys of another mapping. Who reads the blueprint then has to look in two places for what a table says. Anchors and aliases of whole values work.',
    wrong: 'measures:\n  - &money {name: amount, additivity: additive}\n  - {<<: *money, name: tax}',
    right: 'measures:\n  - {name: amount, additivity: additive}\n  - {name: tax, additivity: additive}',
    fix: 'Write the keys out.',
  }),
  DG116: entry<{ key: string }>({
    title: 'Duplicate key',
    severity: 'error',
    message: ({ key }) => `the key "${key}" is given twice`,
    meaning: 'A mapping can hold a key only once; of two values one would be lost silently.',
    wrong: 'dimension: customer\nfrom: shop.customers\nfrom: shop.clients',
    right: 'dimension: customer\nfrom: shop.customers',
    fix: 'Remove one of the two. Where two blueprints were meant, separate them with a line `---`.',
  }),
  DG117: entry<{ found: string }>({
    title: 'Key is not text',
    severity: 'error',
    message: ({ found }) => `a key has to be text, this one is ${found}`,
    meaning:
      'Keys of a blueprint are words. A number, an empty key or a list in the place of a key is most often a mistake of indentation.',
    wrong: 'on: {1: customer_id}',
    right: 'on: {"1": customer_id}',
    fix: 'Correct the key, or quote it if it is meant as text.',
  }),
  DG118: entry<{ version: string }>({
    title: 'Other version of YAML',
    severity: 'error',
    message: ({ version }) => `the file declares YAML ${version}, blueprints are YAML 1.2`,
    meaning:
      'In YAML 1.1 the words yes, no, on and off are truth values and dates are no text. A blueprint must not change its meaning with a line at its top.',
    wrong: '%YAML 1.1\n---\nproject: retail',
    right: 'project: retail',
    fix: 'Remove the %YAML line.',
  }),
  DG119: entry<{ text: string }>({
    title: 'Number cannot be held',
    severity: 'error',
    message: ({ text }) => `the number ${text} cannot be held exactly`,
    meaning:
      'Numbers in blueprints are read as 64-bit floating point. Whole numbers beyond 9007199254740991, infinity and not-a-number would reach the warehouse as something else.',
    wrong: 'accepted: [12345678901234567890]',
    right: "accepted: ['12345678901234567890']",
    fix: 'Quote the number.',
  }),
  DG120: entry<None>({
    title: 'Empty document',
    severity: 'error',
    message: () => 'the document is empty',
    meaning:
      'A file, or the part of a file between two lines `---`, holds nothing or comments only. That is most often a file that was not saved, or a separator too many.',
    wrong: 'project: retail\n---\n# customers come later',
    right: 'project: retail',
    fix: 'Write a blueprint into it, or remove the file or the line `---`.',
  }),
  DG121: entry<{ found: string }>({
    title: 'Document is no blueprint',
    severity: 'error',
    message: ({ found }) => `a document is a mapping whose first key names its kind, this one is ${found}`,
    meaning:
      'Each YAML document is one blueprint: a mapping with keys and values. A list of blueprints is written as documents separated by `---`.',
    wrong: '- dimension: customer\n- dimension: product',
    right: 'dimension: customer\n---\ndimension: product',
    fix: 'Write one mapping per document.',
  }),
  DG122: entry<{ key: string }>({
    title: 'Unknown kind',
    severity: 'error',
    message: ({ key }) => `"${key}" is not a kind of blueprint`,
    meaning:
      'The first key of a document says what it is: project, source, intermediate, dimension, calendar, junk, fact, bridge, metric or exposure. Its value is the name.',
    wrong: 'dimensions: customer',
    right: 'dimension: customer',
    fix: 'Correct the first key. Files that are no blueprints belong outside of the folder.',
  }),
  DG123: entry<{ kind: string; first: string }>({
    title: 'Kind is not the first key',
    severity: 'error',
    message: ({ kind, first }) => `the first key names the kind, but "${kind}" comes after "${first}"`,
    meaning: 'The kind stands first, so that who opens a file sees at once what it is.',
    wrong: 'description: Customers\ndimension: customer',
    right: 'dimension: customer\ndescription: Customers',
    fix: 'Move the line to the top of the document.',
  }),
  DG130: entry<None>({
    title: 'No project',
    severity: 'error',
    message: () => 'no document starts with "project"',
    meaning:
      'A folder of blueprints is one project, and one document holds its settings: at least its name, the dialect and a description.',
    right: 'project: retail\ndialect: duckdb\noutput: ../dbt\ndescription: Retail warehouse',
    fix: 'Add such a document, by habit in a file project.yml.',
  }),
  DG131: entry<{ name: string }>({
    title: 'Several projects',
    severity: 'error',
    message: ({ name }) => `a second project, "${name}", in the same folder`,
    meaning: 'A folder holds exactly one project document; with two it would be open which settings hold.',
    wrong: 'project: retail\n---\nproject: wholesale',
    right: 'project: retail',
    fix: 'Merge the two, or move one project with its blueprints to a folder of its own.',
  }),
} as const;
