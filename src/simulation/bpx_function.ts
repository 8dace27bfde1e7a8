// Numbers, expressions and tables of BPX files as functions of one variable.
import { invalidArgument } from '../recipe/errors.js';
import { bpxTokens, isBpxExpression } from './bpx_expression.js';
import { isMembers } from './bpx_sections.js';

/** A function of one variable. */
export type Curve = (x: number) => number;

/** Functions that expressions may call, of Python's `math`. */
const CALLED: Readonly<Record<string, (...given: number[]) => number>> = {
  abs: Math.abs,
  cos: Math.cos,
  cosh: Math.cosh,
  exp: Math.exp,
  log: Math.log,
  log10: Math.log10,
  max: Math.max,
  min: Math.min,
  pow: Math.pow,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
};

/** What a file has at a place as a function; an error where it is none. */
export function bpxFunction(value: unknown, path: string): Curve {
  if (typeof value === 'number') return () => value;
  if (typeof value === 'string' && isBpxExpression(value)) return parsed(value, path);
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

/** An expression by Python's precedence: `-x ** 2` is −(x²), and powers group from the right. */
function parsed(text: string, path: string): Curve {
  const tokens = bpxTokens(text.trimEnd())!;
  let at = 0;
  const take = (token: string): boolean => {
    const found = tokens[at] === token;
    if (found) at += 1;
    return found;
  };
  const sum = (): Curve => {
    let all = product();
    for (;;) {
      const left = all;
      if (take('+')) {
        const right = product();
        all = (x) => left(x) + right(x);
      } else if (take('-')) {
        const right = product();
        all = (x) => left(x) - right(x);
      } else return all;
    }
  };
  const product = (): Curve => {
    let all = signed();
    for (;;) {
      const left = all;
      if (take('*')) {
        const right = signed();
        all = (x) => left(x) * right(x);
      } else if (take('/')) {
        const right = signed();
        all = (x) => left(x) / right(x);
      } else return all;
    }
  };
  const signed = (): Curve => {
    if (take('+')) return signed();
    if (!take('-')) return power();
    const of = signed();
    return (x) => -of(x);
  };
  const power = (): Curve => {
    const base = atom();
    if (!take('**')) return base;
    const exponent = signed();
    return (x) => base(x) ** exponent(x);
  };
  const atom = (): Curve => {
    if (take('(')) {
      const inside = sum();
      take(')');
      return inside;
    }
    const token = tokens[at++]!;
    if (token === 'x') return (x) => x;
    if (/^[\d.]/.test(token)) {
      const value = Number(token);
      return () => value;
    }
    const called = Object.hasOwn(CALLED, token) ? CALLED[token] : undefined;
    if (called === undefined)
      throw invalidArgument(
        'simulateDischarge',
        path,
        `${token}()`,
        Object.keys(CALLED).join(', '),
      );
    take('(');
    const given = [sum()];
    while (take(',')) given.push(sum());
    take(')');
    return (x) => called(...given.map((one) => one(x)));
  };
  return sum();
}
