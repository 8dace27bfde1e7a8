/** A directory entry; a rational is [numerator, denominator], a text its bytes. */
export interface Entry {
  readonly tag: number;
  readonly type: 'text' | 'short' | 'offset' | 'rational';
  readonly values: readonly number[];
}

const TYPE_CODE = { text: 2, short: 3, rational: 5 } as const;

function payloadBytes({ type, values }: Entry, big: boolean): number {
  if (type === 'rational') return values.length * 4;
  if (type === 'text') return values.length;
  return values.length * (type === 'short' ? 2 : big ? 8 : 4);
}

/** Bytes of a directory and of the values that do not fit into it; even. */
export function directoryBytes(entries: readonly Entry[], big: boolean): number {
  const inline = big ? 8 : 4;
  const fixed = big ? 8 + entries.length * 20 + 8 : 2 + entries.length * 12 + 4;
  const outside = entries
    .map((entry) => payloadBytes(entry, big))
    .filter((length) => length > inline)
    .reduce((sum, length) => sum + even(length), 0);
  return even(fixed + outside);
}

/**
 * Writes a directory at an even place `start` of a view, whose first byte is byte `base` of the
 * file; `next` is where in the file the next one begins, 0 behind the last.
 */
export function writeDirectory(
  view: DataView,
  start: number,
  entries: readonly Entry[],
  big: boolean,
  next: number,
  base = 0,
): void {
  const [countBytes, entryBytes, inline] = big ? [8, 20, 8] : [2, 12, 4];
  const word = (at: number, value: number): void => {
    if (big) view.setBigUint64(at, BigInt(value), true);
    else view.setUint32(at, value, true);
  };
  if (big) word(start, entries.length);
  else view.setUint16(start, entries.length, true);
  const pointer = start + countBytes + entries.length * entryBytes;
  let outside = even(pointer + inline);
  entries.forEach((entry, i) => {
    const at = start + countBytes + i * entryBytes;
    const { tag, type, values } = entry;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type === 'offset' ? (big ? 16 : 4) : TYPE_CODE[type], true);
    word(at + 4, type === 'rational' ? values.length / 2 : values.length);
    const valueAt = at + 4 + inline;
    const length = payloadBytes(entry, big);
    let to = valueAt;
    if (length > inline) {
      word(valueAt, base + outside);
      to = outside;
      outside += even(length);
    }
    for (const value of values) {
      if (type === 'text') view.setUint8(to, value);
      else if (type === 'short') view.setUint16(to, value, true);
      else if (type === 'rational') view.setUint32(to, value, true);
      else word(to, value);
      to += type === 'text' ? 1 : type === 'short' ? 2 : type === 'rational' ? 4 : inline;
    }
  });
  word(pointer, next);
}

/** The next even number: directories and their values begin at words. */
export function even(n: number): number {
  return n + (n % 2);
}
