import type { FieldKind } from '../../src/synthetic/index.js';
import { exponentOf, figuresOf, peerCpuRatio, peerRatio } from './derive.js';
import type { BenchReport, Measurement, PeerTime } from './schema.js';

/** A figure that the library is to reach, on the largest volume of a run. */
export interface Goal {
  readonly case: string;
  readonly field: FieldKind;
  /**
   * `ratio`: times faster than the named peer, at least; `processor`: the same by processor time,
   * which says what the work costs however many cores there are. The others at most: `copies`,
   * times a copy kernel on the op's own bytes; `bytes`, declared per voxel; `memory`, per voxel at
   * the worst moment; `exponent`, of time over voxels.
   */
  readonly kind: 'ratio' | 'processor' | 'copies' | 'bytes' | 'memory' | 'exponent';
  readonly peer?: string;
  readonly limit: number;
}

/** What came out against a goal. */
export interface GoalResult extends Goal {
  readonly value: number;
  /** By processor time, of goals against a peer; NaN of others. */
  readonly byProcessor: number;
  readonly met: boolean;
}

const against =
  (kind: 'ratio' | 'processor') =>
  (name: string, field: FieldKind, peer: string, limit: number): Goal => ({
    ...{ case: name, field, kind, peer, limit },
  });
const ratio = against('ratio');
const processor = against('processor');
const most = (kind: Goal['kind'], name: string, field: FieldKind, limit: number): Goal => ({
  case: name,
  field,
  kind,
  limit,
});

/** The goals at 256³ on a software adapter. */
export const GOALS: readonly Goal[] = [
  ratio('gaussian 2', 'gray', 'SciPy gaussian_filter', 1.5),
  ratio('median 3', 'gray', 'SciPy median_filter', 10),
  ratio('grey dilate 5', 'gray', 'SciPy grey_dilation', 4),
  ratio('otsu', 'gray', 'scikit-image threshold_otsu', 2),
  ratio('components 6', 'blobs', 'SciPy label', 2.5),
  ratio('components 26', 'blobs', 'SciPy label', 2.5),
  ratio('components 6', 'random', 'SciPy label', 1.5),
  ratio('components 26', 'random', 'SciPy label', 1.5),
  ratio('distance', 'blobs', 'SciPy distance_transform_edt', 15),
  ratio('distance', 'blobs', 'edt of seung-lab', 1.7),
  ratio('watershed', 'spheres', 'scikit-image watershed', 5),
  ratio('classify', 'gray', 'SciPy and scikit-learn', 20),
  ratio('classify', 'gray', "scikit-learn's forest", 5),
  ratio('measure', 'gray', 'scikit-image regionprops_table', 10),
  processor('otsu', 'gray', 'scikit-image threshold_otsu', 2.5),
  processor('components 6', 'blobs', 'SciPy label', 3),
  processor('components 26', 'blobs', 'SciPy label', 3),
  processor('components 6', 'random', 'SciPy label', 2),
  processor('components 26', 'random', 'SciPy label', 2),
  processor('measure', 'gray', 'scikit-image regionprops_table', 6),
  most('copies', 'threshold u8', 'blobs', 1.3),
  most('copies', 'laplacian', 'gray', 2.5),
  most('copies', 'gaussian 2', 'gray', 8),
  most('copies', 'components 6', 'blobs', 8),
  most('copies', 'distance', 'blobs', 12),
  most('bytes', 'threshold u8', 'blobs', 1.2),
  most('bytes', 'histogram u8', 'blobs', 2),
  most('bytes', 'gaussian 2', 'gray', 24),
  most('bytes', 'median 3', 'gray', 4),
  most('bytes', 'components 6', 'blobs', 8),
  most('bytes', 'components 6', 'random', 16),
  most('bytes', 'distance', 'blobs', 17),
  most('bytes', 'measure', 'gray', 8),
  most('memory', 'separate', 'spheres', 12),
  most('memory', 'tortuosity', 'blobs', 24),
];

/** No op may grow faster than this over the sizes of a run. */
const MOST_EXPONENT = 1.05;

/** The size that the goals are about. */
const GOAL_SIZE = 256;

/**
 * Compares a report with the goals, on its largest volume. Goals whose case or peer was not
 * measured are left out; all are where no volume is large enough.
 */
export function checkGoals(report: BenchReport): GoalResult[] {
  const largest = Math.max(...report.settings.sizes);
  if (largest < GOAL_SIZE) return [];
  const found = GOALS.flatMap((goal) => {
    const measured = report.measurements.find(
      (m) => m.case === goal.case && m.field === goal.field && m.size === largest,
    );
    if (measured?.error !== null) return [];
    const value = valueOf(report, measured, goal);
    if (Number.isNaN(value)) return [];
    const met = goal.peer === undefined ? value <= goal.limit : value >= goal.limit;
    return [{ ...goal, value, byProcessor: peerFigure(measured, goal, peerCpuRatio), met }];
  });
  return [...found, ...exponents(report, largest)];
}

function exponents(report: BenchReport, largest: number): GoalResult[] {
  if (report.settings.sizes.length < 2) return [];
  return report.measurements
    .filter((m) => m.size === largest && m.error === null)
    .map((m) => {
      const value = exponentOf(report, m.case, m.field);
      const goal = most('exponent', m.case, m.field, MOST_EXPONENT);
      return { ...goal, value, byProcessor: NaN, met: value <= MOST_EXPONENT };
    });
}

function valueOf(report: BenchReport, m: Measurement, goal: Goal): number {
  if (goal.kind === 'copies') return figuresOf(report, m).copies;
  if (goal.kind === 'bytes') return figuresOf(report, m).bytesPerVoxel;
  if (goal.kind === 'memory') return figuresOf(report, m).peakPerVoxel;
  return peerFigure(m, goal, goal.kind === 'processor' ? peerCpuRatio : peerRatio);
}

/** How a measurement compares with the peer of a goal; NaN where there is none. */
function peerFigure(
  m: Measurement,
  goal: Goal,
  ratioOf: (m: Measurement, peer: PeerTime) => number,
): number {
  const peer = m.peers.find(({ name }) => name === goal.peer);
  return peer === undefined ? NaN : ratioOf(m, peer);
}
