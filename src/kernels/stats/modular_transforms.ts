// Number-theoretic transform: a kernel per length.
import { kernel } from '../../gpu/index.js';
import { modularPasses, planWgsl, type PassAccess } from '../shared/modular_passes.js';
import { modularPlan } from '../shared/modular_plan.js';
import {
  modularColumnsTemplate,
  modularLagsTemplate,
  modularRowsTemplate,
  modularSquaresTemplate,
} from './index.js';

type Written = Readonly<Record<'plan' | 'passes', string>>;

/** Kernels that are written out when first wanted, one for each length of a line. */
function perLength<K>(
  inverse: boolean,
  access: PassAccess,
  make: (length: string, written: Written) => K,
): (length: number) => K {
  const made = new Map<number, K>();
  return (length) => {
    const known = made.get(length);
    if (known !== undefined) return known;
    const plan = modularPlan(length);
    const found = make(String(length), {
      plan: planWgsl(plan),
      passes: modularPasses(plan, inverse, access),
    });
    made.set(length, found);
    return found;
  };
}

/** The transform of rows of a mask. */
export const modularRows = perLength(
  false,
  { neighbours: 'places', fours: true, bits: true },
  (length, written) =>
    kernel({
      ...modularRowsTemplate,
      name: `modular_rows_${length}`,
      modules: { ...modularRowsTemplate.modules, ...written },
    }),
);

const LINES: PassAccess = { neighbours: 'lines', fours: false };

/** The transform along y or z. */
export const modularColumns = perLength(false, LINES, (length, written) =>
  kernel({
    ...modularColumnsTemplate,
    name: `modular_columns_${length}`,
    modules: { ...modularColumnsTemplate.modules, ...written },
  }),
);

/** The inverse of {@link modularColumns}, without its scale. */
export const modularColumnsBack = perLength(true, LINES, (length, written) =>
  kernel({
    ...modularColumnsTemplate,
    name: `modular_columns_back_${length}`,
    modules: { ...modularColumnsTemplate.modules, ...written },
  }),
);

/** The inverse transform of products at opposite frequencies. */
export const modularSquares = perLength(true, LINES, (length, written) =>
  kernel({
    ...modularSquaresTemplate,
    name: `modular_squares_${length}`,
    modules: { ...modularSquaresTemplate.modules, ...written },
  }),
);

/** The inverse transform along x, to lags. */
export const modularLags = perLength(
  true,
  { neighbours: 'places', fours: true },
  (length, written) =>
    kernel({
      ...modularLagsTemplate,
      name: `modular_lags_${length}`,
      modules: { ...modularLagsTemplate.modules, ...written },
    }),
);
