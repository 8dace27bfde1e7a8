import { VoxmetryError } from '../recipe/errors.js';
import { meanAndStd, studentQuantile } from '../stats/distributions/mean.js';
import { middlePart } from '../stats/distributions/middle_part.js';
import { drawsOf, sumsOf, totalOf, type ImagedPiece } from './edge_sums.js';
import type { Estimate, EstimatedImaging } from './estimate_imaging.js';
import { HALF_WIDTH, middleOf, type StatedImaging } from './imaging_of_twins.js';
import { imagingOfSums, type FoundImaging } from './imaging_sums.js';

/** What images show by their masks: the noise of flat parts, and how wide edges look. */
export interface ShownImaging {
  readonly found: FoundImaging;
  /** Standard deviation of how wide edges look, as a part of it, from draws of blocks. */
  readonly scatter: number;
  /** The blur to which edges were looked at: widths compare by one alone. */
  readonly to: number;
}

/** What pieces show by the masks that a recipe makes of them. */
export function shownBy(pieces: readonly ImagedPiece[], to: number, seed: number): ShownImaging {
  const blocks = sumsOf(pieces, to);
  const found = imagingOfSums(totalOf(blocks));
  const [lo, hi] = middlePart(drawsOf(blocks, seed).map(({ blur }) => blur));
  return { found, to, scatter: (hi - lo) / (2 * HALF_WIDTH * found.blur) };
}

/** How twins are imaged, as it is fitted round by round of made pieces. */
export interface ImagingFit {
  /** How the next pieces are imaged. */
  readonly asked: () => StatedImaging;
  /** Looks at one of them, by the mask that the recipe makes of it. */
  readonly see: (piece: ImagedPiece) => void;
  /** Ends a round. */
  readonly next: () => void;
  /** The imaging that the last round leads to. */
  readonly fitted: () => EstimatedImaging | StatedImaging;
}

/**
 * Fits an imaging until images of made structures show, by the recipe's masks, what the scan shows:
 * its noise, and edges as wide. So whatever a mask gets wrong, gaps that it loses and that widen
 * the edges beside them, is made up for by what it gets wrong of structures alike. Grey levels stay
 * as they were found: the mean level of few flat parts is a matter of chance. Pieces with too few
 * faces or flat parts say nothing.
 */
export function estimatedImaging(start: EstimatedImaging, scan: ShownImaging): ImagingFit {
  let asked = middleOf(start);
  let seen: FoundImaging[] = [];
  // 95 % half width of the mean width of the last round, as a part.
  let rough = 0;
  return {
    asked: () => asked,
    see: (piece) => {
      try {
        seen.push(imagingOfSums(totalOf(sumsOf([piece], scan.to))));
      } catch (error) {
        if (!(error instanceof VoxmetryError && error.code === 'empty-phase')) throw error;
      }
    },
    next: () => {
      if (seen.length > 1) {
        asked = nearer(asked, scan.found, seen);
        rough = halfWidthOfMean(seen.map(({ blur }) => blur / scan.found.blur));
      }
      seen = [];
    },
    fitted: () => {
      const half = asked.blur * Math.hypot(HALF_WIDTH * scan.scatter, rough);
      return {
        ...start,
        deviations: [
          about(start.deviations[0], asked.deviations[0]),
          about(start.deviations[1], asked.deviations[1]),
        ],
        blur: { value: asked.blur, interval: [asked.blur - half, asked.blur + half] },
      };
    },
  };
}

/** An imaging that is known stays as it is. */
export function statedImaging(imaging: StatedImaging): ImagingFit {
  const nothing = (): void => undefined;
  return { asked: () => imaging, see: nothing, next: nothing, fitted: () => imaging };
}

/** What was asked, by what is shown and should be. */
function nearer(
  asked: StatedImaging,
  wanted: FoundImaging,
  seen: readonly FoundImaging[],
): StatedImaging {
  const mean = (of: (each: FoundImaging) => number): number =>
    seen.reduce((sum, each) => sum + of(each) / seen.length, 0);
  const by = (of: (each: FoundImaging) => number): number => of(wanted) / mean(of);
  const deviation = (phase: 0 | 1): number =>
    asked.deviations[phase] * by(({ deviations }) => deviations[phase]);
  return {
    ...asked,
    deviations: [deviation(0), deviation(1)],
    blur: asked.blur * by(({ blur }) => blur),
  };
}

/** 95 % half width of the mean of values, by Student's t. */
function halfWidthOfMean(values: readonly number[]): number {
  const freedom = values.length - 1;
  return (
    (studentQuantile(freedom) * meanAndStd(Float64Array.from(values)).std) / Math.sqrt(freedom)
  );
}

/** An estimate with another middle. */
function about({ value, interval: [lo, hi] }: Estimate, middle: number): Estimate {
  return { value: middle, interval: [lo + middle - value, hi + middle - value] };
}
