export interface Session {
  ask(step: object): Promise<Answer>;
  must(step: object, what: string): Promise<Answer>;
  close(): Promise<void>;
  kill(): void;
}
export interface Answer {
  readonly ok: boolean;
  readonly seconds: number;
  readonly error?: string;
  /** Of a step `sql`. */
  readonly rows?: readonly (readonly unknown[])[];
}
export function openSession(wanted: {
  python: string;
  folder: string;
  options: object;
  log: string;
}): Promise<Session>;
