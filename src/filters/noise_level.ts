import { invalidArgument } from '../recipe/errors.js';
import { makeNode, type Node, type Op } from '../recipe/op.js';
import { noiseNode } from '../stats/noise.js';

/** Throws where neither a parameter is given nor a noise node to derive it from. */
export function checkNoise(
  op: string,
  parameter: string,
  value: number | null,
  noise: unknown,
): void {
  if (value === null && noise === undefined)
    throw invalidArgument(op, parameter, value, 'a number > 0, or a noise node as input');
}

/**
 * The node of a denoiser, with an estimate of the volume's noise where one of `derived` is not
 * given.
 */
export function denoiserNode(
  op: Op,
  derived: readonly string[],
  volume: Node,
  params: Readonly<Record<string, unknown>>,
): Node {
  const missing = derived.some((name) => params[name] === undefined || params[name] === null);
  return makeNode(op, missing ? { volume, noise: noiseNode(volume) } : { volume }, params);
}
