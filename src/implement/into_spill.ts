import type { InputSpecs } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';
import type { Bricked, BrickedContext } from './implement.js';
import type { SpilledGrid } from './spilled_grid.js';

/** An op out of core whose passes leave the whole result in a spill. */
export function intoSpill<I extends InputSpecs, P extends ParamSpecs>(
  prepare: (context: BrickedContext<I, P>) => Promise<SpilledGrid>,
): Bricked<I, P, SpilledGrid> {
  return {
    prepare,
    region: (result, region, { meta }, run) => result.grid(run, meta, region),
    release: (result) => result.close(),
  };
}
