import { checkGoals } from './goals.js';
import {
  copyBandwidth,
  exponentOf,
  figuresOf,
  peerCpuRatio,
  peerRatio,
  titleOf,
} from './derive.js';
import type { BenchReport, Measurement } from './schema.js';
import { median } from './statistics.js';
import { bytesText, digits, goalText } from './text.js';

type Cell = string | number;

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? digits(cell) : cell)).join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** The measured part of the performance page: machine, ours, peers, limits and goals. */
export function performanceTables(report: BenchReport): string {
  const sizes = [...report.settings.sizes].sort((a, b) => b - a);
  return [
    machineText(report),
    ...sizes.map((size) => `## ${String(size)}³\n\n${oursTable(report, size)}`),
    `## Peers\n\n${peersText(report)}`,
    `## Growth\n\n${growthTable(report)}`,
    `## Goals\n\n${goalsTable(report)}`,
  ].join('\n\n');
}

function machineText(report: BenchReport): string {
  const { machine, waits, settings, limits } = report;
  return [
    `${report.library}, ${report.date.slice(0, 10)}, ${titleOf(report)}. ${machine.cpu}, ${String(machine.cores)} cores, ${machine.system}.`,
    `Copies on this adapter, read and written bytes: ${digits(copyBandwidth(report))} GB/s by a kernel, ${digits(copyBandwidth(report, 'copyBufferToBuffer'))} GB/s by copyBufferToBuffer.`,
    `One binding holds ${bytesText(limits['maxStorageBufferBindingSize'] ?? NaN)}.`,
    `Medians of ${String(settings.samples)} batches of ${String(settings.perWait)} executions per wait` +
      ` (fewer where a batch would take above ${digits(settings.batchSeconds)} s), inputs resident, pipelines warm.`,
    `The cost of an awaited empty submission (${digits(waits.submitMs)} ms) and of an empty read-back`,
    `(${digits(waits.readMs)} ms) is subtracted from *ms*; *wall* has it in.`,
    '*±* is half the distance of the quartiles. Bytes are the declared ones. *of copy*: their rate against the copy',
    'kernel’s; *copies*: time over that of a copy kernel which moves the op’s own input and output bytes;',
    '*buffer copies*: over copyBufferToBuffer of the same; *cpu*: processor time, user and system, of all threads, in ms;',
    '*busy*: that over wall time, which on a software adapter tells how many cores worked.',
    '*peak*: bytes lent on the GPU at the worst moment, counted, with inputs and result.',
  ].join('\n');
}

function oursTable(report: BenchReport, size: number): string {
  const head = [
    'case',
    'field',
    'ms',
    '±',
    'wall',
    'gpu',
    'cpu',
    'busy',
    'Mvoxel/s',
    'B/voxel',
    'GB/s',
    'of copy',
    'copies',
    'buffer copies',
    'peak',
    'peak B/voxel',
  ];
  const rows = report.measurements
    .filter((m) => m.size === size)
    .map((m) => (m.error === null ? oursRow(report, m) : [m.case, m.field, m.error]));
  return table(head, rows);
}

function oursRow(report: BenchReport, m: Measurement): Cell[] {
  const f = figuresOf(report, m);
  return [
    m.case,
    m.field,
    f.ms,
    `${digits(100 * f.spread)} %`,
    f.wallMs,
    f.gpuMs,
    median(m.cpuMs),
    median(m.cpuMs) / f.wallMs,
    f.mvoxelsPerSecond,
    f.bytesPerVoxel,
    f.gbPerSecond,
    `${digits(f.percentOfCopy)} %`,
    f.copies,
    f.bufferCopies,
    bytesText(m.peakBytes),
    f.peakPerVoxel,
  ];
}

function peersText(report: BenchReport): string {
  if (report.peers === null) return 'Not compared in this run.';
  const found = Object.entries(report.peers.modules).map(
    ([name, version]) => `${name} ${version ?? '(absent)'}`,
  );
  const rows = report.measurements.flatMap((m) =>
    m.peers.map((peer): Cell[] => [
      `${m.case}, ${m.field} ${String(m.size)}³`,
      peer.name,
      median(peer.wallMs),
      figuresOf(report, m).ms,
      peerRatio(m, peer),
      median(peer.cpuMs),
      median(m.cpuMs),
      peerCpuRatio(m, peer),
      peer.status === 'agrees' ? peer.check : `${peer.status}: ${peer.check}`,
    ]),
  );
  return [
    `${report.peers.python === '' ? '' : `Python ${report.peers.python}, `}${found.join(', ')}. The same volume in the same run, one thread each; a`,
    'result that disagrees with ours has no time.',
    '',
    table(
      [
        'case',
        'peer',
        'peer ms',
        'our ms',
        'times as fast',
        'peer cpu',
        'our cpu',
        'by processor time',
        'check',
      ],
      rows,
    ),
  ].join('\n');
}

function growthTable(report: BenchReport): string {
  const pairs = new Map(report.measurements.map((m) => [`${m.case} ${m.field}`, m]));
  const rows = [...pairs.values()].map((m): Cell[] => [
    m.case,
    m.field,
    exponentOf(report, m.case, m.field),
  ]);
  return `Exponent of time over voxels, ${report.settings.sizes.join('³, ')}³.\n\n${table(['case', 'field', 'exponent'], rows)}`;
}

function goalsTable(report: BenchReport): string {
  const results = checkGoals(report).filter(({ kind, met }) => kind !== 'exponent' || !met);
  const rows = results.map((goal): Cell[] => [
    `${goal.case}, ${goal.field}`,
    goalText(goal),
    goal.value,
    goal.byProcessor,
    goal.met ? 'met' : 'missed',
  ]);
  return `At ${String(Math.max(...report.settings.sizes))}³; exponents only where they miss.\n\n${table(['case', 'goal', 'measured', 'by processor time', ''], rows)}`;
}
