import { implementOnHost } from '../implement/index.js';
import { anodeOverhang } from './anode_overhang.js';
import { overhangOf } from './overhang.js';

/** {@link anodeOverhang}, on the host. */
export const anodeOverhangOnHost = implementOnHost(
  anodeOverhang,
  ({ inputs: { anode, cathode }, params }) => ({
    unit: anode.unit,
    ...overhangOf(anode, cathode, params),
  }),
);
