import { implementOnHost } from '../implement/index.js';
import { findDelaminations } from './delamination.js';
import { delaminations } from './delaminations.js';

/** {@link delaminations}, on the host. */
export const delaminationsOnHost = implementOnHost(
  delaminations,
  ({ inputs: { windings, layers }, params: { k, leastCells, smooth } }) => ({
    unit: windings.unit,
    ...findDelaminations(windings, layers.gap, {
      ...{ k, leastCells, smooth: smooth ?? Math.abs(layers.pitch) / 2 },
    }),
  }),
);
