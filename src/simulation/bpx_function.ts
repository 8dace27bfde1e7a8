// Numbers, expressions and tables of BPX files as functions of one variable.
import { invalidArgument } from '../recipe/errors.js';
import { CALLABLE, readBpxExpression, type Curve } from './bpx_expression.js';
import { isMembers } from './bpx_sections.js';

/** What a file has at a place as a function; an error where it is none. */
export function bpxFunction(value: unknown, path: string): Curve {
  if (typeof value === 'number') return () => value;
  const read = typeof value === 'string' ? readBpxExpression(value) : undefined;
  if (read?.unknown !== undefined)
    throw invalidArgument('simulateDischarge', path, `${read.unknown}()`, CALLABLE.join(', '));
  if (read !== undefined) return read.of;
  if (isMembers(value) && Array.isArray(value['x']) && Array.isArray(value['y']))
    return interpolated(value['x'] as number[], value['y'] as number[]);
  throw invalidArgument('simulateDischarge', path, value, 'a number, a function of x, or a table');
}

/** Straight lines between the points of a table; the ends beyond it. */
function interpolated(x: readonly number[], y: readonly number[]): Curve {
  const points = x.map((at, i) => [at, y[i]!] as const).sort(([a], [b]) => a - b);
  return (at) => {
    const after = points.findIndex(([place]) => place >= at);
    if (after === -1) return points.at(-1)![1];
    const [x1, y1] = points[after]!;
    if (after === 0) return y1;
    const [x0, y0] = points[after - 1]!;
    return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
  };
}
