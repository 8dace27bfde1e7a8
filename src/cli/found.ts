import { VoxmetryError, type ErrorCode } from '../recipe/errors.js';
import type { Analysis } from './analysis.js';

/** What a run could not compute, and why. */
export interface MissingPart {
  /** Its name in `result.json`, where phases go by theirs. */
  readonly part: string;
  readonly code: ErrorCode;
  readonly message: string;
}

type Separable = 'components' | 'distance' | 'particles' | 'table';

/**
 * An {@link Analysis} of which parts may be missing: they are null, as those of a phase may be, and
 * listed with the reason.
 */
export type FoundAnalysis = Omit<Analysis, Separable> & {
  readonly [P in Separable]: Analysis[P] | null;
} & { readonly missing?: readonly MissingPart[] };

/** The parts of a run that failed; what the others found stays. */
export class Parts {
  readonly missing: MissingPart[] = [];

  /**
   * Computes a part. Where it fails, takes down why and gives null. A cancel ends the run instead,
   * and so does what is no error of the library.
   */
  async find<T>(part: string, compute: () => Promise<T>): Promise<T | null> {
    try {
      return await compute();
    } catch (error) {
      if (!(error instanceof VoxmetryError) || error.code === 'cancelled') throw error;
      this.lack(part, error);
      return null;
    }
  }

  /** Takes down that a part is missing. */
  lack(part: string, { code, message }: Pick<MissingPart, 'code' | 'message'>): void {
    this.missing.push({ part, code, message });
  }
}
