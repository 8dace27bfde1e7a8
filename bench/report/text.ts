import { checkGoals, type GoalResult } from './goals.js';
import { copyBandwidth, figuresOf, peerCpuRatio, peerRatio, titleOf } from './derive.js';
import type { BenchReport, Measurement } from './schema.js';
import { median } from './statistics.js';

/** A number with three digits that count. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  const places = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 0.095 ? 2 : 4;
  return value.toFixed(places);
}

/** Bytes in a unit that suits them. */
export function bytesText(bytes: number): string {
  if (bytes >= 2 ** 30) return `${digits(bytes / 2 ** 30)} GiB`;
  if (bytes >= 2 ** 20) return `${digits(bytes / 2 ** 20)} MiB`;
  return `${digits(bytes / 2 ** 10)} KiB`;
}

/** The head of a report: what it was measured on, and what a copy makes there. */
export function headLines(report: BenchReport): string[] {
  const { machine, waits, settings } = report;
  return [
    `${report.library} on ${titleOf(report)}; ${machine.cpu}, ${String(machine.cores)} cores, ${machine.system}; ${report.date.slice(0, 10)}`,
    `copy kernel ${digits(copyBandwidth(report))} GB/s, copyBufferToBuffer ${digits(copyBandwidth(report, 'copyBufferToBuffer'))} GB/s (read and written); a wait for nothing ${digits(waits.submitMs)} ms, an empty read-back ${digits(waits.readMs)} ms`,
    `${String(settings.samples)} batches of ${String(settings.perWait)} executions per wait (fewer where they take above ${digits(settings.batchSeconds)} s); medians`,
  ];
}

/** The line of one measurement, as it is printed while the suite runs. */
export function measurementLine(
  report: BenchReport,
  m: Measurement,
  options: { readonly kernels?: boolean } = {},
): string {
  const title = `${m.case} · ${m.field} ${String(m.size)}³`.padEnd(34);
  if (m.error !== null) return `${title} failed: ${m.error}`;
  const f = figuresOf(report, m);
  const figures = [
    `${digits(f.ms).padStart(7)} ms ±${digits(100 * f.spread)}%`.padEnd(18),
    `wall ${digits(f.wallMs)}`.padEnd(12),
    `gpu ${digits(f.gpuMs)}`.padEnd(11),
    `cpu ${digits(median(m.cpuMs))}`.padEnd(11),
    `${digits(f.mvoxelsPerSecond)} Mvx/s`.padEnd(14),
    `${digits(f.bytesPerVoxel)} B/vx`.padEnd(11),
    `${digits(f.gbPerSecond)} GB/s`.padEnd(11),
    `${digits(f.percentOfCopy)}%`.padEnd(7),
    `${digits(f.copies)} copies (${digits(f.bufferCopies)})`.padEnd(19),
    `${bytesText(m.peakBytes)}, ${digits(f.peakPerVoxel)} B/vx`,
  ];
  return [
    title + figures.join(' '),
    ...(options.kernels === true ? kernelLines(m) : []),
    ...peerLines(m),
  ].join('\n');
}

/**
 * One line per kernel, the slowest first: the least of its times, which others on the machine
 * disturb least.
 */
function kernelLines({ kernels = [] }: Measurement): string[] {
  return kernels
    .map(({ name, gpuMs }) => ({ name, ms: Math.min(...gpuMs) }))
    .sort((a, b) => b.ms - a.ms)
    .map(({ name, ms }) => `    ${name.padEnd(30)} ${digits(ms).padStart(7)} ms`);
}

/** One line per peer: its time, and how it compares. */
function peerLines(m: Measurement): string[] {
  return m.peers.map((peer) =>
    peer.status === 'agrees'
      ? `    ${peer.name}: ${digits(median(peer.wallMs))} ms, cpu ${digits(median(peer.cpuMs))}, ours ${digits(peerRatio(m, peer))} times as fast, ${digits(peerCpuRatio(m, peer))} by processor time (${peer.check})`
      : `    ${peer.name}: ${peer.status} (${peer.check})`,
  );
}

/** What a goal is about, in words. */
export function goalText({ kind, peer, limit }: GoalResult): string {
  if (kind === 'ratio') return `≥ ${digits(limit)} × ${peer ?? ''}`;
  if (kind === 'processor') return `≥ ${digits(limit)} × ${peer ?? ''}, processor`;
  if (kind === 'copies') return `≤ ${digits(limit)} copies`;
  if (kind === 'bytes') return `≤ ${digits(limit)} B/voxel`;
  if (kind === 'memory') return `≤ ${digits(limit)} B/voxel held`;
  return `exponent ≤ ${digits(limit)}`;
}

/** The goals with what came out. */
export function goalLines(report: BenchReport): string[] {
  return checkGoals(report).map(
    (goal) =>
      `${goal.met ? 'met   ' : 'missed'} ${`${goal.case} on ${goal.field}`.padEnd(30)} ${goalText(goal).padEnd(51)} ${digits(goal.value)}${goal.kind === 'ratio' ? `, by processor time ${digits(goal.byProcessor)}` : ''}`,
  );
}
