import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import modular from './shared/modular.wgsl?raw';
import modularOrder from './shared/modular_order.wgsl?raw';
import { modularPasses, planWgsl, type PassAccess } from './shared/modular_passes.js';
import { modularPlan } from './shared/modular_plan.js';
import columns from './modular_columns.wgsl?raw';
import lags from './modular_lags.wgsl?raw';
import rows from './modular_rows.wgsl?raw';
import squares from './modular_squares.wgsl?raw';

const WORKGROUP = [64, 1, 1] as const;

type Modules = Readonly<Record<string, string>>;

/** Kernels that are written out when first wanted, one for each length of a line. */
function perLength<K>(
  inverse: boolean,
  access: PassAccess,
  make: (length: string, modules: Modules) => K,
): (length: number) => K {
  const made = new Map<number, K>();
  return (length) => {
    const known = made.get(length);
    if (known !== undefined) return known;
    const plan = modularPlan(length);
    const found = make(String(length), {
      ...sharedWgsl,
      modular,
      modular_order: modularOrder,
      plan: planWgsl(plan),
      passes: modularPasses(plan, inverse, access),
    });
    made.set(length, found);
    return found;
  };
}

/**
 * Rows along x of a box of a mask, as numbers 0 and 1, transformed modulo a prime: the voxels of `size` from `first` on, which may lie
 * outside of the volume, where there is nothing or, with PERIODIC 1, the volume repeated. Written to the rows of a box of `padded`
 * numbers; what lies beyond `size` along y and z is left as it is.
 */
export const modularRows = perLength(
  false,
  { neighbours: 'places', fours: true, bits: true },
  (length, modules) =>
    kernel({
      name: `modular_rows_${length}`,
      wgsl: rows,
      modules,
      buffers: { src: 'read', twiddles: 'read', dst: 'read_write' },
      params: { src: 'Grid', first: 'vec3i', size: 'vec3u', padded: 'vec3u' },
      constants: ['PERIODIC'],
      workgroup: WORKGROUP,
    }),
);

const LINES: PassAccess = { neighbours: 'lines', fours: false };

/** What {@link modularColumns} and {@link modularColumnsBack} share. */
const COLUMNS = {
  wgsl: columns,
  buffers: { twiddles: 'read', data: 'read_write' },
  params: {
    lines: 'u32',
    across: 'u32',
    stride: 'u32',
    other_stride: 'u32',
    filled: 'u32',
    shift: 'u32',
    kept: 'u32',
  },
  constants: [],
  workgroup: WORKGROUP,
} as const;

/**
 * The transform along y or z, in place, of `lines` vectors of lines, of which `across` lie side by side, rows of them `other_stride` apart;
 * `stride` lies between places. Places from `filled` on are 0. Of the result, moved up by `shift`, the first `kept` places are
 * written.
 */
export const modularColumns = perLength(false, LINES, (length, modules) =>
  kernel({ ...COLUMNS, name: `modular_columns_${length}`, modules }),
);

/** The inverse of {@link modularColumns}, without its scale. */
export const modularColumnsBack = perLength(true, LINES, (length, modules) =>
  kernel({ ...COLUMNS, name: `modular_columns_back_${length}`, modules }),
);

/**
 * The inverse transform of the products of numbers at opposite frequencies, for one of two opposite fours along x. `shape`
 * are length and block of x, and of the other axis across. Products are divided by 2^32.
 */
export const modularSquares = perLength(true, LINES, (length, modules) =>
  kernel({
    name: `modular_squares_${length}`,
    wgsl: squares,
    modules,
    buffers: { twiddles: 'read', src: 'read', dst: 'read_write' },
    params: {
      shape: 'vec4u',
      lines: 'u32',
      across: 'u32',
      src_stride: 'u32',
      src_other: 'u32',
      dst_stride: 'u32',
      dst_other: 'u32',
      shift: 'u32',
      kept: 'u32',
    },
    constants: [],
    workgroup: WORKGROUP,
  }),
);

/**
 * The inverse transform along x, scaled by a factor, of rows of `fours`, `rows` of them in a slice: a box of lags of `size`. With EVEN 1
 * rows hold selected fours alone, and lags are moved by `centre`.
 */
export const modularLags = perLength(
  true,
  { neighbours: 'places', fours: true },
  (length, modules) =>
    kernel({
      name: `modular_lags_${length}`,
      wgsl: lags,
      modules,
      buffers: { twiddles: 'read', src: 'read', counts: 'write' },
      params: {
        size: 'vec3u',
        fours: 'u32',
        centre: 'vec3u',
        rows: 'u32',
        factor: 'u32',
        quotient: 'u32',
      },
      constants: ['EVEN'],
      workgroup: WORKGROUP,
    }),
);
