// The page of the shared WGSL modules: what each of them says of itself.

/**
 * The first comment of a module, in a line.
 * @param {string} name
 * @param {string} text
 */
function docOf(name, text) {
  const comment = /^(?:#import .*\n|\s*\n)*((?:\/\/ .*\n)+)/.exec(text)?.[1];
  if (comment === undefined)
    throw new Error(`shared/${name}.wgsl: it begins with no comment that says what it is for`);
  return comment
    .trimEnd()
    .replaceAll(/^\/\/ /gm, '')
    .replaceAll('\n', ' ');
}

/**
 * The page, before it is formatted.
 * @param {Readonly<Record<string, string>>} shared WGSL by the name of its file
 */
export function sharedPage(shared) {
  return [
    '# Shared WGSL modules',
    '',
    'Written by `npm run generate` from the first comment of each file in `src/kernels/shared/`. A kernel takes one by a',
    'line `#import name`; the names that a module declares are then there, with those of the modules that it imports.',
    '',
    ...Object.keys(shared)
      .sort()
      .map((name) => `- \`${name}\`: ${docOf(name, shared[name] ?? '')}`),
    '',
  ].join('\n');
}
