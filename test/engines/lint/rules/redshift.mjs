/** What PostgreSQL takes and Redshift refuses. docs.aws.amazon.com/redshift/latest/dg: r_MERGE, c_unsupported-postgresql-functions. */
import { codeOf, lineAt } from '../code-of.mjs';
import { findPgOnly, statements } from '../../redshift/pg-only.mjs';
import { rewrite } from '../../redshift/rewrite.mjs';
import { knownFunctions } from './known-functions.mjs';

/** The developer guide's chapters c_SQL_functions and c_Window_functions; `f_` is what it keeps for a user's own functions. */
const FUNCTIONS = new Set(
  (
    'abs add_months ascii avg btrim cast ceil ceiling charindex chr coalesce concat convert convert_timezone count current_database current_date ' +
    'current_schema date_cmp date_part date_trunc dateadd datediff decode dense_rank extract first_value floor getdate greatest initcap ' +
    'is_valid_json json_extract_array_element_text json_extract_path_text json_parse json_serialize lag last_day last_value lead least left len length ' +
    'listagg ln lower lpad ltrim max md5 median min mod months_between nth_value ntile nullif nvl nvl2 octet_length percent_rank ' +
    'position power rank ratio_to_report regexp_count regexp_instr regexp_replace regexp_substr replace right round row_number rpad rtrim ' +
    'sha sha1 sha2 sign soundex split_part sqrt stddev_samp strpos strtol substring substr sum sysdate to_char to_date to_number to_timestamp to_hex ' +
    'to_varbyte from_hex from_varbyte translate trim trunc upper variance'
  ).split(' '),
);

const isOurs = ({ state }) => state !== 'emitted';
/** What the catalogue is asked by the adapter is AWS's business. */
const ofCatalog = /\b(?:pg_|svv_|stv_|stl_|information_schema)/i;

function own(result) {
  return result.sql.filter((each) => isOurs(each) && !ofCatalog.test(each.text));
}

/** @param parser libpg-query, loaded: `loadParser` of redshift/pg-only.mjs */
export function redshiftRules(parser) {
  return {
    'redshift-pg-only': (result) =>
      own(result).flatMap(({ path, line, text }) =>
        findPgOnly(parser, text).map((each) => ({
          path,
          line: line + each.line - 1,
          rule: 'redshift-pg-only',
          what: each.what,
        })),
      ),
    'redshift-function': (result) => {
      const check = knownFunctions('redshift-function', 'escapes', FUNCTIONS);
      return check({ sql: own(result) });
    },
    'redshift-boolean-as-text': booleanAsText,
    'redshift-merge': (result) =>
      own(result).flatMap(({ path, line, text }) =>
        statements(text).flatMap((statement) =>
          mergeFindings(parser, statement.sql).map((what) => ({
            path,
            line: line + statement.line - 1,
            rule: 'redshift-merge',
            what,
          })),
        ),
      ),
  };
}

/** There is no cast from boolean to text. A column counts as boolean where every model that describes it says so. */
function booleanAsText(result) {
  const types = new Map();
  for (const { name, type } of result.models.flatMap(({ columns }) => columns))
    if (type !== undefined) types.set(name, new Set([...(types.get(name) ?? []), type.toLowerCase()]));
  const booleans = [...types]
    .filter(([, seen]) => seen.size === 1 && /^bool/.test([...seen][0]))
    .map(([name]) => name);
  if (booleans.length === 0) return [];
  const column = `(?:\\w+\\.)?(?:${booleans.join('|')})`;
  const pattern = new RegExp(
    `\\bcast\\(\\s*${column}\\s+as\\s+(?:varchar|char|text|bpchar)|\\b${column}\\s*::\\s*(?:varchar|char|text|bpchar)`,
    'gi',
  );
  return own(result).flatMap(({ path, line, text }) =>
    [...codeOf(text, 'escapes').matchAll(pattern)].map((match) => ({
      path,
      line: lineAt(text, match.index, line),
      rule: 'redshift-boolean-as-text',
      what: `${text.slice(match.index, match.index + match[0].length)}: a boolean can't be cast to a text`,
    })),
  );
}

/** MERGE has one branch of each kind, no conditions, no alias of the target and no WITH, and its source may not read the target. */
function mergeFindings(parser, sql) {
  if (!/\bmerge\s+into\b/i.test(sql)) return [];
  let tree;
  try {
    tree = parser.parseSync(rewrite(sql, { readOnly: true }).sql);
  } catch {
    return []; // what does not parse is redshift-pg-only's finding
  }
  return tree.stmts.flatMap(({ stmt }) => (stmt.MergeStmt === undefined ? [] : ofMerge(stmt.MergeStmt)));
}

function ofMerge(merge) {
  const clauses = (merge.mergeWhenClauses ?? []).map(({ MergeWhenClause: clause }) => clause);
  const matched = clauses.filter(({ matchKind }) => matchKind === 'MERGE_WHEN_MATCHED');
  const target = merge.relation.relname;
  return [
    ...(clauses.some(({ condition }) => condition !== undefined)
      ? ['MERGE with a condition behind WHEN']
      : []),
    ...(clauses.some(({ matchKind }) => matchKind === 'MERGE_WHEN_NOT_MATCHED_BY_SOURCE')
      ? ['MERGE with NOT MATCHED BY SOURCE']
      : []),
    ...(matched.length > 1 ? ['MERGE with two WHEN MATCHED'] : []),
    ...(merge.relation.alias === undefined ? [] : ['MERGE with an alias of the target']),
    ...(merge.withClause === undefined ? [] : ['MERGE with WITH']),
    ...(reads(merge.sourceRelation, target) ? ['MERGE whose source reads the target'] : []),
  ];
}

const reads = (node, table) =>
  Boolean(node) &&
  typeof node === 'object' &&
  (node.relname === table || Object.values(node).some((child) => reads(child, table)));
