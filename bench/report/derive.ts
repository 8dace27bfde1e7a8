import type { BenchReport, CopySample, Measurement, PeerTime } from './schema.js';
import { median, powerLaw, spread } from './statistics.js';

/**
 * What is told of one measurement. Times in milliseconds, rates in 10⁹ bytes and 10⁶ voxels per
 * second.
 */
export interface Figures {
  readonly wallMs: number;
  readonly netMs: number;
  readonly gpuMs: number;
  /** The time that rates and ratios are made of; see {@link timeOf}. */
  readonly ms: number;
  readonly spread: number;
  readonly mvoxelsPerSecond: number;
  readonly bytesPerVoxel: number;
  /** Bytes of the GPU at the worst moment, inputs and result included, per voxel. */
  readonly peakPerVoxel: number;
  readonly gbPerSecond: number;
  /** Of the adapter's own copy bandwidth, as declared bytes tell it. */
  readonly percentOfCopy: number;
  /** Time over that of a copy kernel which moves the op's own input and output bytes. */
  readonly copies: number;
  /** The same over copyBufferToBuffer. */
  readonly bufferCopies: number;
}

/** Voxels of a measurement. */
export function voxelsOf(measurement: Measurement): number {
  return measurement.size ** 3;
}

/**
 * The time of an execution: the median of the net wall times. Where waiting made more than half of
 * the wall time, little is left after its subtraction, and the compute passes are the better
 * witness: then never below their time.
 */
export function timeOf({ wallMs, netMs, gpuMs }: Measurement): number {
  const net = median(netMs);
  const gpu = median(gpuMs);
  return net < median(wallMs) / 2 && gpu > net ? gpu : net;
}

/**
 * The adapter's copy bandwidth in 10⁹ bytes per second, reading and writing counted, on the largest
 * size, which no cache holds. By default that of a copy kernel: what a kernel can move at best. On
 * a GPU the two ways are alike; on a software adapter copyBufferToBuffer is a memcpy, many times
 * faster than any kernel.
 */
export function copyBandwidth(
  { copies }: Pick<BenchReport, 'copies'>,
  by: CopySample['way'] = 'kernel',
): number {
  const largest = Math.max(...copies.map(({ bytes }) => bytes));
  const copy = copies.find(({ bytes, way }) => bytes === largest && way === by);
  return copy === undefined ? NaN : (2 * copy.bytes) / median(copy.ms) / 1e6;
}

/** Makes the figures of a measurement. */
export function figuresOf(report: Pick<BenchReport, 'copies'>, m: Measurement): Figures {
  const ms = timeOf(m);
  const moved = m.traffic.read + m.traffic.write;
  const gbPerSecond = moved / ms / 1e6;
  return {
    wallMs: median(m.wallMs),
    netMs: median(m.netMs),
    gpuMs: median(m.gpuMs),
    ms,
    spread: spread(m.netMs),
    mvoxelsPerSecond: voxelsOf(m) / ms / 1e3,
    bytesPerVoxel: moved / voxelsOf(m),
    peakPerVoxel: m.peakBytes / voxelsOf(m),
    gbPerSecond,
    percentOfCopy: (100 * gbPerSecond) / copyBandwidth(report),
    copies: ms / median(m.copyMs),
    bufferCopies: ms / median(m.bufferCopyMs),
  };
}

/** How many times faster than the peer; NaN unless its result agrees with ours. */
export function peerRatio(m: Measurement, peer: PeerTime): number {
  return peer.status === 'agrees' ? median(peer.wallMs) / (timeOf(m) * partOf(m, peer)) : NaN;
}

/** The part of a case's time that does what a peer does: all, or that of some of its kernels. */
function partOf({ kernels = [] }: Measurement, peer: PeerTime): number {
  if (peer.kernels === undefined) return 1;
  const time = (of: typeof kernels): number =>
    of.reduce((sum, { gpuMs }) => sum + Math.min(...gpuMs), 0);
  const those = kernels.filter(({ name }) => peer.kernels?.includes(name));
  return those.length < peer.kernels.length ? NaN : time(those) / time(kernels);
}

/**
 * The same by processor time, all threads added up: what the work costs, whoever else uses the
 * machine. Means something where our adapter is the processor too; NaN where either time is
 * unknown.
 */
export function peerCpuRatio(m: Measurement, peer: PeerTime): number {
  return peer.status === 'agrees' ? median(peer.cpuMs) / (median(m.cpuMs) * partOf(m, peer)) : NaN;
}

/** Exponent of time over voxels of a case on a field, over all its sizes. */
export function exponentOf(report: BenchReport, name: string, field: string): number {
  return powerLaw(
    report.measurements
      .filter((m) => m.case === name && m.field === field && m.error === null)
      .map((m) => [voxelsOf(m), timeOf(m)]),
  );
}

/** One name for the computer and adapter of a report, for legends. */
export function titleOf({ adapter, runtime }: BenchReport): string {
  const name = [adapter.description, adapter.device, `${adapter.vendor} ${adapter.architecture}`]
    .map((text) => text.trim())
    .find((text) => text !== '');
  return `${name ?? 'unnamed adapter'}, ${runtime}`;
}
