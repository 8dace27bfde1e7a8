import { timeOf, voxelsOf } from './derive.js';
import type { BenchReport } from './schema.js';

/** What the bandwidth of a memory alone says of a case: a bound, and no measurement. */
export interface Prediction {
  readonly case: string;
  readonly field: string;
  readonly bytesPerVoxel: number;
  /** Milliseconds that the declared bytes take at that bandwidth: no run is quicker. */
  readonly leastMs: number;
  readonly mostMvoxelsPerSecond: number;
  /** Milliseconds where the report was measured. */
  readonly measuredMs: number;
}

/**
 * Predicts the cases of a report on one size for an adapter that nobody has measured, from the
 * bandwidth of its copies (10⁹ bytes per second, read and written). The declared bytes are those of
 * any adapter; arithmetic, barriers, caches and waits are left out, so that times are lower bounds.
 */
export function predictions(
  report: BenchReport,
  size: number,
  gbPerSecond: number,
): readonly Prediction[] {
  return report.measurements
    .filter((m) => m.size === size && m.error === null && m.traffic.read + m.traffic.write > 0)
    .map((m) => {
      const bytes = m.traffic.read + m.traffic.write;
      const leastMs = bytes / gbPerSecond / 1e6;
      return {
        case: m.case,
        field: m.field,
        bytesPerVoxel: bytes / voxelsOf(m),
        leastMs,
        mostMvoxelsPerSecond: voxelsOf(m) / leastMs / 1e3,
        measuredMs: timeOf(m),
      };
    });
}
