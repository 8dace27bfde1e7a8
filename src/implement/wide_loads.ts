// Vector loads: whether a kernel may read four words at a time.
import type { PooledBuffer, Run } from '../gpu/index.js';
import type { GpuGrid } from './grid.js';

/** How a kernel may read a grid four words at a time. */
export interface WideLoads {
  /** The grid's buffer once more, for a binding of `vec4`s. */
  readonly quads: PooledBuffer;
  /**
   * Whether rows are a multiple of four words; where not, `quads` holds four words that nobody
   * reads.
   */
  readonly WIDE: 0 | 1;
  readonly free: () => void;
}

/**
 * The second binding of a grid for loads of four words, and the constant that says whether its rows
 * allow them.
 */
export function wideLoads(run: Run, { layout, buffer }: GpuGrid): WideLoads {
  if (layout.rowWords % 4 === 0) return { quads: buffer, WIDE: 1, free: () => undefined };
  const quads = run.alloc(16, 'unused');
  return {
    quads,
    WIDE: 0,
    free: () => {
      run.free(quads);
    },
  };
}
