import type { TemplateName, View } from '../render/templates.js';
import type { YamlValue } from './yaml-value.js';

/** A file of the generated repo before it is text. */
export type FilePlan =
  | { readonly kind: 'template'; readonly path: string; readonly template: TemplateName; readonly view: View }
  | { readonly kind: 'verbatim'; readonly path: string; readonly file: URL }
  | { readonly kind: 'yaml'; readonly path: string; readonly value: YamlValue };
