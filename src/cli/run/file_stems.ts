/** Names of devices on Windows, which no file can have. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
/** Characters, of up to four bytes: a name of a file holds 255 bytes. */
const MOST_CHARACTERS = 50;

/**
 * Names of files, without endings, for names of any kind: a recipe may come from anyone, and
 * nothing in it leads out of the folder of results. Each is another, where case does not count
 * either.
 */
export function fileStems(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return names.map((name) => {
    const stem = safe(name);
    const key = stem.toLowerCase();
    let count = (counts.get(key) ?? 0) + 1;
    const numbered = (): string => (count === 1 ? stem : `${stem}-${String(count)}`);
    while (taken.has(numbered().toLowerCase())) count += 1;
    counts.set(key, count);
    taken.add(numbered().toLowerCase());
    return numbered();
  });
}

function safe(name: string): string {
  const plain = name.normalize('NFC').replaceAll(/[^\p{L}\p{N}._-]+/gu, '_');
  const stem = Array.from(plain.replace(/^[._-]+/, ''))
    .slice(0, MOST_CHARACTERS)
    .join('')
    .replace(/[._]+$/, '');
  if (stem === '') return 'result';
  return RESERVED.test(stem) ? `_${stem}` : stem;
}
