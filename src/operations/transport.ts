import type { Axis } from '../recipe/geometry.js';
import type { ValueMeta } from '../recipe/meta.js';
import type { Node } from '../recipe/op.js';
import { namedNumbers, nullable } from '../recipe/params.js';
import {
  piecesParam,
  transport,
  transportAxesNode,
  transportNode,
  type TransportValue,
} from '../transport/tortuosity.js';
import { optionalAxis } from './options.js';

const { sides, tolerance, maxIterations } = transport.params;

/** How a current is computed. */
export const transportOptions = {
  axis: optionalAxis('The axis along which the current flows; all three if left out.'),
  sides,
  tolerance,
  maxIterations,
};

/** Into what a volume is cut that is not solved whole. */
export const piecesOption = { pieces: nullable(piecesParam) };

/** What phases conduct. */
export const coefficientsOption = {
  coefficients: namedNumbers(
    'Conductivity or diffusivity of each phase by name; others do not conduct.',
  ),
};

/** How a current is computed, and where. */
interface TransportOptionValues {
  readonly axis?: Axis | undefined;
  readonly within?: Node | undefined;
  readonly [name: string]: unknown;
}

/** The transport along one axis, or along all three. */
export function transportNodeOf(
  grid: Node,
  { within, ...options }: TransportOptionValues,
): Node<ValueMeta<TransportValue | Readonly<Record<Axis, TransportValue>>, 'result'>> {
  return options.axis === undefined
    ? transportAxesNode(grid, { ...options }, within)
    : transportNode(grid, { ...options }, within);
}
