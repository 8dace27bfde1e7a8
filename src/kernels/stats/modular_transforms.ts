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

/**
 * Kernels that are written out when first wanted, one for each length of a line and room of a
 * workgroup.
 */
function perLength<K>(
  inverse: boolean,
  access: PassAccess,
  make: (name: string, written: Written) => K,
): (length: number, words?: number) => K {
  const made = new Map<string, K>();
  return (length, words) => {
    const plan = modularPlan(length, words);
    const name = `${String(length)}_${String(plan.vectors)}`;
    const known = made.get(name);
    if (known !== undefined) return known;
    const found = make(name, {
      plan: planWgsl(plan),
      passes: modularPasses(plan, inverse, access),
    });
    made.set(name, found);
    return found;
  };
}

/** The transform of rows of a mask. */
export const modularRows = perLength(
  false,
  { neighbours: 'places', fours: true, bits: true },
  (name, written) =>
    kernel({
      ...modularRowsTemplate,
      name: `modular_rows_${name}`,
      modules: { ...modularRowsTemplate.modules, ...written },
    }),
);

const LINES: PassAccess = { neighbours: 'lines', fours: false };

/** The transform along y or z. */
export const modularColumns = perLength(false, LINES, (name, written) =>
  kernel({
    ...modularColumnsTemplate,
    name: `modular_columns_${name}`,
    modules: { ...modularColumnsTemplate.modules, ...written },
  }),
);

/** The inverse of {@link modularColumns}, without its scale. */
export const modularColumnsBack = perLength(true, LINES, (name, written) =>
  kernel({
    ...modularColumnsTemplate,
    name: `modular_columns_back_${name}`,
    modules: { ...modularColumnsTemplate.modules, ...written },
  }),
);

/** The inverse transform of products at opposite frequencies. */
export const modularSquares = perLength(true, LINES, (name, written) =>
  kernel({
    ...modularSquaresTemplate,
    name: `modular_squares_${name}`,
    modules: { ...modularSquaresTemplate.modules, ...written },
  }),
);

/** The inverse transform along x, to lags. */
export const modularLags = perLength(true, { neighbours: 'places', fours: true }, (name, written) =>
  kernel({
    ...modularLagsTemplate,
    name: `modular_lags_${name}`,
    modules: { ...modularLagsTemplate.modules, ...written },
  }),
);
