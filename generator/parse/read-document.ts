import type { Diagnostic, SourceText } from '../diagnostics/diagnostic.js';
import { nearest } from '../diagnostics/nearest.js';
import { report } from '../diagnostics/report.js';
import type { Blueprint, BlueprintKind } from './blueprint.js';
import { explainIssues } from './explain-issue.js';
import { locator, type Located } from './located.js';
import { checkPresence } from './presence.js';
import { blueprintKinds, schemas } from './schema/index.js';
import { findUnsupported } from './unsupported.js';

/** Reads one document as the blueprint that its first key names. */
export function readDocument(
  source: SourceText,
  root: Located,
): { readonly blueprint?: Blueprint; readonly diagnostics: readonly Diagnostic[] } {
  const locate = locator(source, root);
  if (!root.entries || root.entries.size === 0) {
    const found = root.entries ? 'empty' : root.items ? 'a list' : 'a single value';
    return { diagnostics: [report('DG121', { found }, { source, start: root.start, end: root.end })] };
  }
  const kind = kindOf([...root.entries.keys()]);
  if ('problem' in kind) return { diagnostics: [kind.problem(locate)] };

  const subject = { kind: kind.kind, value: root.value, locate };
  const result = schemas[kind.kind].safeParse(root.value);
  const diagnostics: Diagnostic[] = result.success ? [] : explainIssues(result.error.issues, subject);
  const misplaced = checkPresence(kind.kind, root.value, locate);
  // A key that does not belong there needs no word about when it will be supported.
  const isMisplaced = (unsupported: Diagnostic) =>
    misplaced.some(
      ({ code, location }) => code === 'DG213' && location?.start === unsupported.location?.start,
    );
  diagnostics.push(
    ...misplaced,
    ...findUnsupported(kind.kind, root.value, locate).filter((unsupported) => !isMisplaced(unsupported)),
  );
  if (!result.success) return { diagnostics };
  return { blueprint: { kind: kind.kind, value: result.data, locate } as Blueprint, diagnostics };
}

type Kind =
  { readonly kind: BlueprintKind } | { readonly problem: (locate: Blueprint['locate']) => Diagnostic };

function kindOf(keys: readonly string[]): Kind {
  const first = keys[0] ?? '';
  const kind = blueprintKinds.find((known) => known === first);
  if (kind) return { kind };
  const suggestion = nearest(first, blueprintKinds);
  // `source` and `project` are no keys inside of other kinds, nor is any other: the first one found is meant.
  const later = keys.find((key) => blueprintKinds.some((known) => known === key));
  if (later !== undefined && suggestion === undefined) {
    return { problem: (locate) => report('DG123', { kind: later, first }, locate([later], 'key')) };
  }
  return {
    problem: (locate) =>
      report('DG122', { key: first }, locate([first], 'key'), {
        expected: `one of ${blueprintKinds.join(', ')}`,
        suggestion,
      }),
  };
}
