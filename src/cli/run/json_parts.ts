/** Values of one piece of a long list. */
const PIECE = 4096;

/**
 * A value as JSON in pieces, since a whole may be longer than a string can be. Typed arrays become
 * lists, lists of numbers stand on one line, NaN is null and infinities are strings, as in tables.
 */
export function* jsonParts(value: unknown, indent = ''): Generator<string> {
  if (typeof value !== 'object' || value === null) yield scalar(value);
  else if (Array.isArray(value) || ArrayBuffer.isView(value))
    yield* list(value as ArrayLike<unknown>, indent);
  else {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    yield* block('{', '}', entries, indent, function* ([name, inner], within) {
      yield `${JSON.stringify(name)}: `;
      yield* jsonParts(inner, within);
    });
  }
}

function* list(values: ArrayLike<unknown>, indent: string): Generator<string> {
  const items = ArrayBuffer.isView(values) ? undefined : Array.from(values);
  if (items?.some((item) => typeof item === 'object' && item !== null) === true) {
    yield* block('[', ']', items, indent, jsonParts);
    return;
  }
  yield '[';
  for (let at = 0; at < values.length; at += PIECE) {
    const piece = Array.from({ length: Math.min(PIECE, values.length - at) }, (_, i) =>
      scalar(values[at + i]),
    );
    yield `${at === 0 ? '' : ', '}${piece.join(', ')}`;
  }
  yield ']';
}

function* block<T>(
  open: string,
  close: string,
  items: readonly T[],
  indent: string,
  write: (item: T, indent: string) => Generator<string>,
): Generator<string> {
  if (items.length === 0) {
    yield `${open}${close}`;
    return;
  }
  const within = `${indent}  `;
  for (const [i, item] of items.entries()) {
    yield `${i === 0 ? open : ','}\n${within}`;
    yield* write(item, within);
  }
  yield `\n${indent}${close}`;
}

function scalar(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? 'null' : `"${String(value)}"`;
  return value === undefined ? 'null' : JSON.stringify(value);
}
