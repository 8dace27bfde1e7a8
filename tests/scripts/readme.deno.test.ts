import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };

/** Whether npm packs a file: as the list of files says, with `*` within a folder. */
function isPacked(path: string): boolean {
  return files.some((pattern) =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(path),
  );
}

it('comes with the pictures and pages that it names, by paths that hold in the package', () => {
  const text = readFileSync('README.md', 'utf8');
  const pictures = [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path]) => path!);
  const pages = [...text.matchAll(/`(docs\/[\w-]+\.md)`/g)].map(([, path]) => path!);
  expect(pictures.length).toBeGreaterThan(0);
  expect(pages.length).toBeGreaterThan(5);
  for (const path of [...pictures, ...pages]) {
    expect(existsSync(path), path).toBe(true);
    expect(isPacked(path), path).toBe(true);
  }
});

it('says how to install the package', () => {
  const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string };
  expect(readFileSync('README.md', 'utf8')).toContain(`npm install ${name}\n`);
});
