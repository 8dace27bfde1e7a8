import type { Machine } from '../report/schema.js';
import { median } from '../report/statistics.js';
import { bytesText, digits } from '../report/text.js';
import type { Lap, Laps } from './laps.js';

/** What tells this JSON from other. */
export const SCHEMA = 'voxmetry-workflows';

/** One workflow on one stack, by both programs. */
export interface WorkflowRow {
  readonly workflow: string;
  /** Voxels along each edge. */
  readonly size: number;
  readonly ours: Laps;
  /** Null where there is no Python, or none that has what it needs. */
  readonly theirs: Laps | null;
  /** How the numbers compare, and why they may differ. */
  readonly check: string;
  readonly agrees: boolean;
}

/** A run of the workflows: everything that was measured. */
export interface WorkflowReport {
  readonly schema: typeof SCHEMA;
  readonly version: 1;
  /** ISO 8601. */
  readonly date: string;
  readonly library: string;
  readonly runtime: string;
  readonly adapter: string;
  readonly machine: Machine;
  /** Of other programs on the machine, per minute, before the run. */
  readonly load: number;
  readonly peers: string;
  readonly rows: readonly WorkflowRow[];
}

/** The first measurement, from the start of the program, and the median of the others. */
export function coldAndWarm({ laps }: Laps): { readonly cold: Lap; readonly warm: Lap } {
  const [cold, ...others] = laps;
  if (cold === undefined) throw new Error('The program has measured nothing.');
  const middle = (of: (lap: Lap) => number): number => median(others.map(of));
  return { cold, warm: { wallMs: middle((l) => l.wallMs), cpuMs: middle((l) => l.cpuMs) } };
}

/** The line of a row, as it is printed while the workflows run. */
export function rowText(row: WorkflowRow): string {
  const [ours, theirs] = [row.ours, row.theirs].map((laps) => laps && coldAndWarm(laps));
  const pair = (lap: Lap | undefined): string =>
    lap === undefined ? '–' : `${digits(lap.wallMs / 1000)} s (${digits(lap.cpuMs / 1000)} s)`;
  const part = (which: 'cold' | 'warm'): string => {
    const [a, b] = [ours?.[which], theirs?.[which]];
    const times = a && b ? `, ${digits(b.wallMs / a.wallMs)}× (${digits(b.cpuMs / a.cpuMs)}×)` : '';
    return `${which} ${pair(a)}, theirs ${pair(b)}${times}`;
  };
  const title = `${row.workflow} ${String(row.size)}³`.padEnd(22);
  return `${title} ${part('cold')}; ${part('warm')}\n    ${row.agrees ? 'agrees' : 'DISAGREES'}: ${row.check}`;
}

/** The part of the performance page about workflows. */
export function workflowTables(report: WorkflowReport): string {
  const head = [
    'workflow',
    'cold s',
    'peer',
    'times as fast',
    'warm s',
    'peer',
    'times as fast',
    'by processor time',
    'memory',
    'peer',
    'numbers, ours and theirs',
  ];
  const rows = report.rows.map((row) => {
    const ours = coldAndWarm(row.ours);
    const theirs = row.theirs && row.agrees ? coldAndWarm(row.theirs) : undefined;
    const times = (which: 'cold' | 'warm', of: keyof Lap): string =>
      digits((theirs?.[which][of] ?? NaN) / ours[which][of]);
    return [
      `${row.workflow}, ${String(row.size)}³`,
      digits(ours.cold.wallMs / 1000),
      digits((theirs?.cold.wallMs ?? NaN) / 1000),
      times('cold', 'wallMs'),
      digits(ours.warm.wallMs / 1000),
      digits((theirs?.warm.wallMs ?? NaN) / 1000),
      times('warm', 'wallMs'),
      times('warm', 'cpuMs'),
      bytesText(row.ours.peakBytes),
      row.theirs === null ? '–' : bytesText(row.theirs.peakBytes),
      row.agrees ? row.check : `disagrees: ${row.check}`,
    ];
  });
  const { machine } = report;
  return [
    `${report.library}, ${report.date.slice(0, 10)}, ${report.adapter}, ${report.runtime}; ${report.peers}. ${machine.cpu}, ${String(machine.cores)} cores, ${machine.system}; load before the run ${digits(report.load)}.`,
    '',
    ...[head, head.map((_, i) => (i === 0 || i === 10 ? '---' : '--:')), ...rows].map(
      (cells) => `| ${cells.join(' | ')} |`,
    ),
  ].join('\n');
}
