/** Tokens of an expression: numbers, names, operators and brackets. */
const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z][A-Za-z0-9]*)|(\*\*|[-+*/(),]))/y;

/**
 * Whether a text is a function of x as BPX writes one: numbers, `x`, `+ - * / **`, brackets, and
 * calls of functions by name.
 */
export function isBpxExpression(text: string): boolean {
  const tokens = bpxTokens(text.trimEnd());
  if (tokens === undefined) return false;
  let at = 0;
  const take = (...wanted: readonly string[]): boolean => {
    const found = wanted.includes(tokens[at] ?? '');
    if (found) at += 1;
    return found;
  };
  const list = (part: () => boolean, ...between: readonly string[]): boolean => {
    do if (!part()) return false;
    while (take(...between));
    return true;
  };
  const sum = (): boolean => list(product, '+', '-');
  const product = (): boolean => list(power, '*', '/');
  const power = (): boolean => list(atom, '**');
  const atom = (): boolean => {
    while (take('+', '-'));
    if (take('(')) return sum() && take(')');
    const token = tokens[at] ?? '';
    if (!/^[\d.A-Za-z]/.test(token)) return false;
    at += 1;
    if (/^[\d.]/.test(token)) return true;
    return take('(') ? list(sum, ',') && take(')') : token === 'x';
  };
  return sum() && at === tokens.length;
}

/** The tokens of an expression; undefined where something is none. */
export function bpxTokens(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    tokens.push(found[1] ?? found[2] ?? found[3]!);
  }
  return tokens;
}
