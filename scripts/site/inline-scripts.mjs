// Moves scripts out of the pages into files, so that a policy without 'unsafe-inline' runs them.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} folder the built site
 * @param {string} base the path under which it stands
 */
export function moveInlineScripts(folder, base) {
  /** @type {Map<string, string>} */
  const files = new Map();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((each) => each.endsWith('.html'))) {
    // The notebooks are pages of their own.
    if (name.startsWith('notebooks/')) continue;
    const page = readFileSync(join(folder, name), 'utf8');
    const moved = page.replaceAll(
      /<script(?![^>]*\bsrc=)([^>]*)>([\s\S]*?)<\/script>/g,
      (_, attributes, code) => {
        const file = `assets/${createHash('sha256').update(code).digest('hex').slice(0, 12)}.js`;
        files.set(file, code);
        return `<script${attributes} src="${base}${file}"></script>`;
      },
    );
    writeFileSync(join(folder, name), moved);
  }
  for (const [file, code] of files) writeFileSync(join(folder, file), code);
}
