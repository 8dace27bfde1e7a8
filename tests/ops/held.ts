// Which ops the tests hold to a rule: those for which a test file calls the function that tests it.

const TEXTS = import.meta.glob<string>('../**/*.test.ts', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** The first arguments of all calls of a function in test files: the names of ops. */
export function heldBy(call: string): ReadonlySet<string> {
  const calls = new RegExp(`^\\s*${call}\\(\\s*(\\w+)`, 'gm');
  return new Set(
    Object.values(TEXTS).flatMap((text) => Array.from(text.matchAll(calls), ([, op = '']) => op)),
  );
}
