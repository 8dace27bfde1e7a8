/**
 * What the header of an npy file says: the values of its dictionary that matter here, as they are
 * written.
 */
export interface NpyHeader {
  /** The type's code; 'structured' where it is a list or a tuple. */
  readonly descr?: string;
  readonly fortran?: boolean;
  /** What stands between the brackets of the shape. */
  readonly shape?: string;
}

/**
 * An entry of the dictionary: its key, then a text, True or False, a tuple, or the start of a list.
 * Every part ends at a character that it cannot hold, and the match begins where the last one
 * ended: the whole takes linear time.
 */
const ENTRY =
  /[bu]?(?:'([^']*)'|"([^"]*)")\s*:\s*(?:[bu]?(?:'([^']*)'|"([^"]*)")|(True|False)|\(([^()]*)\)|([[(]))\s*(?:,\s*)?/y;

/** Reads the dictionary that is an npy file's header; stops at what it does not know. */
export function parseNpyHeader(text: string): NpyHeader {
  const found: { -readonly [K in keyof NpyHeader]: NpyHeader[K] } = {};
  ENTRY.lastIndex = text.length - text.trimStart().replace(/^\{/, '').trimStart().length;
  for (let entry = ENTRY.exec(text); entry !== null; entry = ENTRY.exec(text)) {
    const key = entry[1] ?? entry[2];
    const [word, flag, tuple, nested] = [entry[3] ?? entry[4], entry[5], entry[6], entry[7]];
    if (key === 'descr') found.descr = word ?? 'structured';
    if (key === 'fortran_order' && flag !== undefined) found.fortran = flag === 'True';
    if (key === 'shape' && tuple !== undefined) found.shape = tuple;
    // What lies within a list is not read: a file of records is refused whatever follows.
    if (nested !== undefined) break;
  }
  return found;
}
