import { combine } from '../filters/combine.js';
import { invalidArgument } from '../recipe/errors.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import { nullable, param } from '../recipe/params.js';
import { faceBits, FACES, facesOf, type Face } from '../segmentation/choose_labels.js';
import { chosenObjects } from '../segmentation/chosen_objects.js';
import { equals } from '../segmentation/equals.js';

/** Faces that the active parts of phases must touch, by the names of phases. */
export type ActiveFaces = Readonly<Partial<Record<string, readonly Face[]>>>;

/** The option that holds {@link ActiveFaces}. */
export const activeOption = {
  active: nullable(
    param<Readonly<Record<string, readonly Face[]>>, ActiveFaces, false>({
      type: 'record',
      doc: 'Only parts of the named phases that touch all of these faces of the volume count; all parts if left out.',
      default: undefined,
      allowed: "names of phases with the faces to reach, such as { pore: ['z0'] }",
      schema: {
        type: 'object',
        additionalProperties: { type: 'array', items: { enum: [...FACES] }, minItems: 1 },
      },
      accept: (given): Readonly<Record<string, readonly Face[]>> | undefined => {
        if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
        const named = Object.entries(given).filter(([, faces]) => faces !== undefined);
        return Object.fromEntries(
          named.map(([name, faces]) => [name, facesOf('active', `active.${name}`, faces)]),
        );
      },
    }),
  ),
};

/**
 * Mask of the active voxels of phases. For each phase that is named, these are the components
 * (6-connected) that touch all faces named with it; for the other phases, all voxels. Undefined
 * where nothing is asked for.
 */
export function activeNode(
  op: string,
  phases: Node,
  active: Readonly<Partial<Record<string, readonly Face[]>>> | undefined,
): Node | undefined {
  if (active === undefined) return undefined;
  const given: unknown = active;
  const codes = gridMeta(phases).phases!;
  const known = Object.keys(codes);
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalidArgument(
      op,
      'active',
      given,
      "names of phases with the faces to reach, such as { pore: ['z0'] }",
    );
  const named = Object.entries(active).filter(([, faces]) => faces !== undefined);
  for (const [name] of named)
    if (!Object.hasOwn(codes, name))
      throw invalidArgument(op, 'active', name, known.map((n) => `'${n}'`).join(', '));
  if (named.length === 0) return undefined;
  const parts = named.map(([name, faces]) =>
    chosenObjects(
      op,
      makeNode(equals, { grid: phases }, { values: codes[name] }),
      { connectivity: 6 },
      ['faces'],
      { touching: faceBits(...facesOf(op, `active.${name}`, faces)) },
    ),
  );
  const others = known.filter((name) => !named.some(([other]) => other === name));
  if (others.length > 0)
    parts.push(makeNode(equals, { grid: phases }, { values: others.map((name) => codes[name]!) }));
  return parts.reduce((a, b) => makeNode(combine, { a, b }, { operator: 'or' }));
}
