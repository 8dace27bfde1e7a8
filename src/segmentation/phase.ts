import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import { equals } from './equals.js';

/** The mask of one material of phases, or of several together, by name. */
export function phaseNode(phases: Node, names: readonly string[]): Node<GridMeta> {
  const { phases: codes = {} } = gridMeta(phases);
  const values = names.map((name) => {
    const code = Object.hasOwn(codes, name) ? codes[name] : undefined;
    if (code !== undefined) return code;
    const known = Object.keys(codes).map((n) => `'${n}'`);
    throw invalidArgument('phase', 'name', name, known.join(', '));
  });
  return makeNode(equals, { grid: phases }, { values });
}
