/** Tokens of an expression: numbers, names, operators and brackets. */
const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z][A-Za-z0-9]*)|(\*\*|[-+*/(),]))/y;

/** A function of one variable. */
export type Curve = (x: number) => number;

/** Functions that expressions may call here, of Python's `math`. */
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

/** Names of the functions that can be computed. */
export const CALLABLE = Object.keys(CALLED);

/** An expression that was read. */
export interface BpxExpression {
  /** Its value at x; NaN where it calls what is `unknown`. */
  readonly of: Curve;
  /** The first function that it calls and that is not computed here. */
  readonly unknown: string | undefined;
}

/**
 * Reads a function of x as BPX writes one: numbers, `x`, `+ - * / **`, brackets, and calls of
 * functions by name; undefined where it is none. By Python's precedence: `-x ** 2` is −(x²), and
 * powers group from the right.
 */
export function readBpxExpression(text: string): BpxExpression | undefined {
  const tokens = tokensOf(text.trimEnd());
  if (tokens === undefined) return undefined;
  let at = 0;
  let unknown: string | undefined;
  const take = (...wanted: readonly string[]): string | undefined => {
    const found = wanted.find((token) => token === tokens[at]);
    if (found !== undefined) at += 1;
    return found;
  };
  /** Operands that operators of one rank join, from the left. */
  const joined = (
    operand: () => Curve | undefined,
    operators: Readonly<Record<string, (a: number, b: number) => number>>,
  ): Curve | undefined => {
    let all = operand();
    while (all !== undefined) {
      const operator = take(...Object.keys(operators));
      if (operator === undefined) return all;
      const [left, right, by] = [all, operand(), operators[operator]!];
      all = right && ((x) => by(left(x), right(x)));
    }
    return undefined;
  };
  const sum = (): Curve | undefined =>
    joined(product, { '+': (a, b) => a + b, '-': (a, b) => a - b });
  const product = (): Curve | undefined =>
    joined(signed, { '*': (a, b) => a * b, '/': (a, b) => a / b });
  const signed = (): Curve | undefined => {
    const sign = take('+', '-');
    if (sign === undefined) return power();
    const of = signed();
    return sign === '-' ? of && ((x) => -of(x)) : of;
  };
  const power = (): Curve | undefined => {
    const base = atom();
    if (base === undefined || take('**') === undefined) return base;
    const exponent = signed();
    return exponent && ((x) => base(x) ** exponent(x));
  };
  const atom = (): Curve | undefined => {
    if (take('(') !== undefined) {
      const inside = sum();
      return take(')') === undefined ? undefined : inside;
    }
    const token = tokens[at] ?? '';
    if (!/^[\d.A-Za-z]/.test(token)) return undefined;
    at += 1;
    if (/^[\d.]/.test(token)) return () => Number(token);
    if (take('(') !== undefined) return call(token);
    return token === 'x' ? (x) => x : undefined;
  };
  const call = (name: string): Curve | undefined => {
    const given: Curve[] = [];
    do {
      const one = sum();
      if (one === undefined) return undefined;
      given.push(one);
    } while (take(',') !== undefined);
    if (take(')') === undefined) return undefined;
    const called = Object.hasOwn(CALLED, name) ? CALLED[name] : undefined;
    if (called === undefined) unknown ??= name;
    return (x) => called?.(...given.map((one) => one(x))) ?? NaN;
  };
  const of = sum();
  return of === undefined || at < tokens.length ? undefined : { of, unknown };
}

/** The tokens of an expression; undefined where something is none. */
function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    tokens.push(found[1] ?? found[2] ?? found[3]!);
  }
  return tokens;
}

/** Whether a text is a function of x as BPX writes one. */
export function isBpxExpression(text: string): boolean {
  return readBpxExpression(text) !== undefined;
}
