// Finds the examples in comments and pages.

/**
 * The TypeScript blocks of a text in Markdown, but those marked `ts no-run`. Those marked `ts live`
 * leave it to the site to end their lab; here they end it themselves.
 * @param {string} markdown
 * @returns {string[]}
 */
export function codeBlocks(markdown) {
  const blocks = markdown.matchAll(
    /^[ \t]*```(?:ts|typescript)( live)?[ \t]*\n([\s\S]*?)^[ \t]*```/gm,
  );
  return Array.from(blocks, ([, live, code = '']) =>
    live === undefined ? code : `${code}await lab.dispose();\n`,
  );
}

/**
 * File names for examples. An example that several names inherit stands once.
 * @param {readonly { where: string, code: string }[]} examples
 * @returns {Map<string, string>} code by file name
 */
export function exampleFiles(examples) {
  const seen = new Set();
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const { where, code } of examples) {
    if (seen.has(code)) continue;
    seen.add(code);
    const stem = where.replaceAll(/[^A-Za-z0-9]+/g, '_');
    let name = `${stem}.ts`;
    for (let n = 2; files.has(name); n++) name = `${stem}_${n}.ts`;
    // An example without imports is a script to the compiler; this makes each a module.
    files.set(name, `${code}\nexport {};\n`);
  }
  return files;
}
