// Composition of masks to phases.
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, optionalInput, type Node } from '../recipe/op.js';
import { namedNumbers } from '../recipe/params.js';

/** Names of the inputs, in order; kernels bind that many masks at most. */
export const MASK_INPUTS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/**
 * Phases from up to six masks that share the volume among them: `phases` names them, with codes 0,
 * 1, … in order. A voxel in two masks, or in none, is an `invalid-argument` error that counts them;
 * of a region, only its own voxels are looked at.
 *
 * Reads 1/8 B/voxel for each mask and writes 1 B/voxel; one pass, two words read back.
 */
export const phasesOfMasks = declareOp({
  name: 'phasesOfMasks',
  kind: 'map',
  inputs: {
    a: input('mask'),
    b: optionalInput('mask'),
    c: optionalInput('mask'),
    d: optionalInput('mask'),
    e: optionalInput('mask'),
    f: optionalInput('mask'),
  },
  params: {
    phases: namedNumbers('Names of the phases with their codes, in the order of the masks.'),
  },
  exactness: 'exact',
  result: ({ a }, { phases }): GridMeta => ({ ...a, kind: 'phases', storage: 'u8', phases }),
});

/** The node of {@link phasesOfMasks} of named masks. */
export function phasesOfMasksNode(masks: Readonly<Record<string, Node>>): Node {
  const names = Object.keys(masks);
  if (names.length === 0 || names.length > MASK_INPUTS.length)
    throw invalidArgument(
      'phases',
      'masks',
      `${String(names.length)} masks`,
      `1 to ${String(MASK_INPUTS.length)} masks with a name each`,
    );
  const inputs = Object.fromEntries(names.map((name, i) => [MASK_INPUTS[i]!, masks[name]!]));
  const phases = Object.fromEntries(names.map((name, i) => [name, i]));
  return makeNode(phasesOfMasks, inputs as { readonly a: Node }, { phases });
}
