import type { Border } from '../../filters/border.js';

/** What a filter reads outside the volume. */
export interface BorderOptions {
  /**
   * 'reflect' (half-sample symmetric, d c b a | a b c d, as SciPy's; default), 'nearest', or 'constant'.
   */
  readonly border?: Border | undefined;
  /** The constant of border 'constant'. Default 0. */
  readonly value?: number | undefined;
}
