// A page of docs/ as a page of the site: its links, and names of other pages, lead to the site.
import { posix } from 'node:path';
import { pathOf } from './pages.mjs';

/**
 * A link from a page to another, relative, so that the site works under any path.
 * @param {string} from address without `.md`
 * @param {string} to the same; a folder ends with /
 */
export function linkTo(from, to) {
  const path = posix.relative(posix.dirname(from), to.endsWith('/') ? `${to}index` : to);
  return `${path.startsWith('.') ? path : `./${path}`}.md`;
}

/**
 * The first heading of a text in Markdown.
 * @param {string} text
 */
export function headingOf(text) {
  return /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '');
}

/**
 * @param {string} from address of the page, without `.md`
 * @param {string} text
 * @param {ReadonlyMap<string, string>} titles of all pages of docs/, by name
 */
export function docPage(from, text, titles) {
  /** @param {string} target */
  const link = (target) => linkTo(from, pathOf(target));
  return outsideCode(text, (prose) =>
    prose
      .replaceAll(/\]\((?:\.\/|docs\/)?([\w-]+)\.md(#[\w-]+)?\)/g, (whole, target, anchor = '') =>
        titles.has(target) ? `](${link(target)}${anchor})` : whole,
      )
      .replaceAll(/`docs\/([\w-]+)\.md`/g, (whole, target) => {
        const title = titles.get(target);
        return title === undefined ? whole : `[${title}](${link(target)})`;
      })
      .replaceAll(/\]\((?:docs\/)?images\//g, `](/images/`),
  );
}

/**
 * Changes a text but for its blocks of code.
 * @param {string} text
 * @param {(prose: string) => string} change
 */
function outsideCode(text, change) {
  return text
    .split(/(^[ \t]*```[\s\S]*?^[ \t]*```[ \t]*$)/m)
    .map((part, i) => (i % 2 === 1 ? part : change(part)))
    .join('');
}
