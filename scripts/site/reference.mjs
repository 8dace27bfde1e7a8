// The reference as pages of the site: a page for each family of operations and each class, and
// pages of functions and types by topic. From TypeDoc's model, which `npm run docs` checks.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Application, Converter, ReflectionKind } from 'typedoc';
import { declaredOperations, documentOptions } from '../document-options.mjs';
import { root } from '../find-tools.mjs';
import { describedOperations } from '../operations-page.mjs';
import { linkTo } from './doc-page.mjs';
import { className, indexText } from './reference-index.mjs';
import { commentText, declarationText, partsText, signatureText } from './reflection-text.mjs';
import { doorOf, topicOf } from './topics.mjs';

/** @typedef {import('typedoc').DeclarationReflection} Declaration */
/** @import { OperationDescription } from '../../src/operations/describe.js' */
/** @typedef {import('./reference-index.mjs').Page} Page */

/** @param {string} text */
const slug = (text) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/**
 * TypeDoc's model of the library.
 * @param {readonly OperationDescription[]} operations
 */
async function model(operations) {
  const app = await Application.bootstrap({
    options: root,
    entryPoints: entryPoints(),
    disableSources: false,
    sourceLinkTemplate: '{path}',
    // What elements inherit of the page's own.
    excludeExternals: true,
    logLevel: 'Error',
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    documentOptions(project, operations);
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the library');
  return project;
}

function entryPoints() {
  const { entryPoints: named } = JSON.parse(readFileSync(join(root, 'typedoc.json'), 'utf8'));
  return named;
}

/**
 * Everything that is exported, once, with the door of the package that has it.
 * @param {import('typedoc').ProjectReflection} project
 */
function exported(project) {
  return (project.children ?? []).flatMap((module) =>
    (module.children ?? [])
      .filter((child) => !child.kindOf(ReflectionKind.Reference))
      .map((declaration) => ({ declaration, door: doorOf(module.name) })),
  );
}

/**
 * Whether a name has a page of its own: classes, and those of which users get objects, whose
 * classes the library keeps to itself.
 * @param {Declaration} declaration
 */
function isClass(declaration) {
  if (declaration.kindOf(ReflectionKind.Class)) return true;
  const methods = declaration.children?.filter(({ signatures, comment }) =>
    signatures?.some((each) => (each.comment ?? comment)?.getTag('@example')),
  );
  return declaration.kindOf(ReflectionKind.Interface) && (methods?.length ?? 0) > 0;
}

/**
 * @param {OperationDescription} operation
 * @param {Map<string, Declaration>} classes
 */
function methodOf({ name, of }, classes) {
  return of
    .map((kind) => classes.get(className(kind))?.children?.find((child) => child.name === name))
    .find((method) => method !== undefined);
}

/**
 * The pages, and where each name stands.
 * @param {import('typedoc').ProjectReflection} project
 * @param {readonly OperationDescription[]} operations
 */
function layOut(project, operations) {
  const all = exported(project);
  const classes = new Map(
    all
      .filter(({ declaration }) => isClass(declaration))
      .map(({ declaration }) => [declaration.name, declaration]),
  );
  /** @type {Map<number, string>} addresses with their anchors, by the id of a reflection */
  const places = new Map();
  /** @type {Page[]} */
  const pages = [];
  /** @param {string} from */
  const linksOf = (from) => (/** @type {import('typedoc').Reflection} */ reflection) => {
    const place = places.get(reflection.id) ?? places.get(reflection.parent?.id ?? -1);
    if (place === undefined) return undefined;
    const [path = '', anchor] = place.split('#');
    const file = linkTo(from, path);
    return anchor === undefined ? file : `${file}#${anchor}`;
  };

  const methods = new Set();
  for (const family of new Set(operations.map(({ group }) => group))) {
    const path = `reference/operations/${slug(family)}`;
    const members = operations.filter(({ group }) => group === family);
    const shown = members.flatMap((operation) => {
      const method = methodOf(operation, classes);
      if (method === undefined) throw new Error(`no method for ${operation.name}`);
      const anchor = `${operation.of[0] ?? ''}-${operation.name}`;
      for (const kind of operation.of) {
        const each = classes
          .get(className(kind))
          ?.children?.find(({ name }) => name === operation.name);
        if (each === undefined) continue;
        methods.add(each);
        for (const part of [each, ...(each.signatures ?? [])])
          places.set(part.id, `${path}#${anchor}`);
      }
      return [{ operation, method, anchor }];
    });
    pages.push({
      path,
      title: family,
      group: 'Operations',
      members: shown.map(({ operation: { name, of }, anchor }) => ({ name, of, anchor })),
      lines: (from) => [
        `# ${family}`,
        ...shown.flatMap(({ operation, method, anchor }) =>
          operationText(operation, method, anchor, linksOf(from)),
        ),
      ],
    });
  }

  for (const { declaration, door } of all.filter(({ declaration: each }) => isClass(each))) {
    const path = `reference/classes/${declaration.name}`;
    place(declaration, path, places, methods);
    const own = operations.filter((operation) =>
      operation.of.some((kind) => className(kind) === declaration.name),
    );
    pages.push({
      path,
      title: declaration.name,
      group: `Classes of ${door}`,
      lines: (from) => {
        const lines = declarationText(declaration, linksOf(from), {
          level: 1,
          id: declaration.name,
          leaveOut: (member) => methods.has(member) || member.kindOf(ReflectionKind.Constructor),
        });
        return own.length === 0
          ? lines
          : [...lines, ...operationsTable(own, classes, linksOf(from))];
      },
    });
  }

  /** @type {Map<string, { title: string, door: string, declarations: Declaration[] }>} */
  const topics = new Map();
  for (const { declaration, door } of all) {
    if (isClass(declaration)) continue;
    const title = topicOf(declaration, door);
    const path = `reference/${slug(door)}/${slug(title)}`;
    const topic = topics.get(path) ?? { title, door, declarations: [] };
    topics.set(path, topic);
    topic.declarations.push(declaration);
    place(declaration, `${path}#${declaration.name}`, places, methods);
  }
  for (const [path, { title, door, declarations }] of topics)
    pages.push({
      path,
      title,
      group: door,
      lines: (from) => [
        `# ${title}`,
        `Of \`${door}\`.`,
        ...declarations
          .sort((a, b) => a.name.localeCompare(b.name))
          .flatMap((declaration) =>
            declarationText(declaration, linksOf(from), { level: 2, id: declaration.name }),
          ),
      ],
    });
  return pages;
}

/**
 * @param {Declaration} declaration
 * @param {string} where
 * @param {Map<number, string>} places
 * @param {Set<unknown>} methods that stand elsewhere
 */
function place(declaration, where, places, methods) {
  places.set(declaration.id, where);
  for (const signature of declaration.signatures ?? []) places.set(signature.id, where);
  for (const child of declaration.children ?? [])
    if (!methods.has(child)) {
      places.set(child.id, where);
      for (const signature of child.signatures ?? []) places.set(signature.id, where);
    }
}

/**
 * @param {OperationDescription} operation
 * @param {Declaration} method
 * @param {string} anchor
 * @param {import('./reflection-text.mjs').LinkOf} linkOf
 */
function operationText({ name, of }, method, anchor, linkOf) {
  const signature = method.signatures?.[0];
  const comment = signature?.comment ?? method.comment;
  return [
    `## ${of.join(', ')}: ${name} {#${anchor}}`,
    ...(signature === undefined ? [] : [`\`\`\`ts no-run\n${signatureText(signature)}\n\`\`\``]),
    ...commentText(comment, linkOf, signature?.parameters),
  ];
}

/**
 * The operations of a kind of grid, with their first sentences.
 * @param {readonly OperationDescription[]} operations
 * @param {Map<string, Declaration>} classes
 * @param {import('./reflection-text.mjs').LinkOf} linkOf
 */
function operationsTable(operations, classes, linkOf) {
  const rows = operations.map((operation) => {
    const method = methodOf(operation, classes);
    const comment = method?.signatures?.[0]?.comment ?? method?.comment;
    const text = partsText(comment?.summary ?? [], linkOf).replaceAll(/\s+/g, ' ');
    const sentence = /^.*?[.:](?= |$)/.exec(text)?.[0] ?? text;
    const link = method === undefined ? undefined : linkOf(method);
    const name = link === undefined ? `\`${operation.name}\`` : `[\`${operation.name}\`](${link})`;
    return `| ${name} | ${sentence.replaceAll('|', '\\|')} | ${operation.group} |`;
  });
  return ['## Operations', ['| method | | family |', '| --- | --- | --- |', ...rows].join('\n')];
}

/**
 * Writes the pages into a folder, where they are older than the library; gives their groups of the
 * sidebar.
 * @param {string} folder
 * @returns {Promise<import('./tree.mjs').Group[]>}
 */
export async function makeReference(folder) {
  const list = join(folder, 'groups.json');
  const names = ['reference', 'reference-index', 'reflection-text', 'topics', 'doc-page'];
  const scripts = names.map((name) => join(import.meta.dirname, `${name}.mjs`));
  const sources = [join(root, 'dist/types/index.d.ts'), ...scripts];
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  if (existsSync(list) && statSync(list).mtimeMs > newest)
    return JSON.parse(readFileSync(list, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  const operations = await describedOperations();
  const pages = layOut(await model(operations), declaredOperations(operations));
  /** @param {string} path @param {readonly string[]} lines */
  const write = (path, lines) => {
    const file = join(folder, `${path.slice('reference/'.length)}.md`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${lines.join('\n\n')}\n`);
  };
  for (const { path, lines } of pages) write(path, lines(path));
  write('reference/index', indexText(pages));
  const groups = [...new Set(pages.map(({ group }) => group))].map((text) => ({
    text,
    items: pages
      .filter(({ group }) => group === text)
      .map(({ path, title }) => ({ text: title, link: `/${path}` })),
  }));
  const all = [
    { text: 'Reference', items: [{ text: 'All topics', link: '/reference/' }] },
    ...groups,
  ];
  writeFileSync(list, JSON.stringify(all));
  return all;
}
