/** Where something stands in the user's files: offsets into the text; line and column are computed when printed. */
export interface Location {
  readonly source: SourceText;
  /** First offset and the offset after the last character (UTF-16 units). */
  readonly start: number;
  readonly end: number;
}

/** A file of the user's, read once. */
export interface SourceText {
  /** Path relative to the blueprint folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export type Severity = 'error' | 'warning' | 'info';

/** One finding. Data only: reporters decide what it looks like. */
export interface Diagnostic {
  /** `DG` and three digits, from the catalogue. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence without a final full stop: what is wrong. */
  readonly message: string;
  /** What would have been right. */
  readonly expected?: string;
  /** The nearest right word. */
  readonly suggestion?: string;
  /** Left out only where no file is to blame (an empty folder). */
  readonly location?: Location;
  readonly related?: readonly RelatedLocation[];
}

export interface RelatedLocation {
  readonly message: string;
  readonly location: Location;
}
