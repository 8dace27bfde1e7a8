import { implementOnHost } from '../../implement/index.js';
import { stackOverhang } from './stack_overhang.js';
import { overhangOfStack } from './sheet_ends.js';

/** {@link stackOverhang}, on the host. */
export const stackOverhangOnHost = implementOnHost(
  stackOverhang,
  ({ inputs: { anode, cathode }, params }) => ({
    unit: anode.unit,
    ...overhangOfStack(anode, cathode, params.tolerance),
  }),
);
