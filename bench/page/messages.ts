import type { BenchReport, Machine, Settings } from '../report/schema.js';

/** What the page asks its worker for. */
export interface RunOrder {
  /** Names of the cases. */
  readonly cases: readonly string[];
  readonly settings: Settings;
  /** Whether other programs are timed on the same volumes. */
  readonly peers: boolean;
  readonly machine: Machine;
  readonly runtime: string;
}

/** What the worker tells the page. */
export type RunNews =
  | { readonly type: 'case'; readonly name: string; readonly done: number }
  | { readonly type: 'report'; readonly report: BenchReport }
  | { readonly type: 'end'; readonly report: BenchReport }
  | { readonly type: 'error'; readonly message: string };
