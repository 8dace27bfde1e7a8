// What the built modules bring along: for limits of size, and for the site's table of sizes.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A built file and all that it imports at once; what is imported later is not counted.
 * @param {string} file
 * @param {Set<string>} [seen]
 * @returns {string[]}
 */
export function loadedWith(file, seen = new Set()) {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(
    /(?:^|[;}\n])(?:import|export)\b[^'"`;(]*["'](\.\/[^"']+)["']/g,
  );
  return [
    file,
    ...[...imports].flatMap(([, path = '']) => loadedWith(join(dirname(file), path), seen)),
  ];
}
