import type { Bricked } from '../implement/index.js';
import type { InputSpecs } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';

/** What other runs have computed of a recipe, by the hashes of its nodes. */
export interface Given {
  /** A value; undefined where it is not given. */
  readonly value: (hash: string) => Promise<unknown> | undefined;
  /** How regions of a global node's grid are read; undefined where it is not given. */
  readonly bricked: (hash: string) => Bricked<InputSpecs, ParamSpecs, unknown> | undefined;
}
