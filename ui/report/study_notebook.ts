// A study as a notebook: its steps as code that can be read, changed and run.
import { VoxmetryError } from 'voxmetry';
import type { OperationDescription, OptionDescription } from 'voxmetry/operations';
import { isHandleOption, type Outcome } from '../session/catalogue.js';
import { readsOf } from '../session/edit_steps.js';
import type { Session } from '../session/session.js';
import { isNamedRefs, isStepRef, type StudySource, type StudyStep } from '../session/study.js';

/** Names that cells have already, and words that are no names. */
const TAKEN = [
  ...['lab', 'view', 'display', 'invalidation', 'visibility', 'width', 'now', 'html', 'svg'],
  ...['md', 'tex', 'Inputs', 'Plot', 'd3', 'React', 'document', 'results', 'row', 'openSample'],
];
const THEME = 'light-dark(air, near-midnight)';

/** What views show. */
const GRIDS: ReadonlySet<Outcome | undefined> = new Set<Outcome>([
  ...(['volume', 'mask', 'phases', 'labels'] as const),
]);

/** A cell of a notebook. */
interface Cell {
  readonly mode: 'text/markdown' | 'module';
  readonly text: string;
}

/**
 * A study as a notebook of Observable Notebook Kit, one HTML file: a cell that opens each volume,
 * one for each step, with its call written out, and a table of the numbers. Cells can be changed,
 * and all that depends on them runs again. Files are asked for, samples made; painted voxels stand
 * in cells of their own.
 *
 * @param session - The session whose study is written; nothing need be open or computed.
 * @param title - The heading; default that of the study.
 * @returns The text of the file, UTF-8.
 * @throws VoxmetryError `invalid-argument` where a step names what the study does not have.
 * @example
 * ```ts no-run
 * import { studyNotebook } from 'voxmetry/report';
 * import { openSession } from 'voxmetry/session';
 * const html = studyNotebook(await openSession(), 'Cathode A');
 * const file = new Blob([html], { type: 'text/html' });
 * ```
 */
export function studyNotebook(session: Session, title?: string): string {
  const study = session.study.value;
  const heading = title ?? (study.title === '' ? 'Study' : study.title);
  const names = new Map<string, string>();
  const taken = new Set(TAKEN);
  const nameFor = (id: string, wanted: string): string => {
    const plain = wanted.replaceAll(/[^A-Za-z0-9]+/g, '_').replace(/^(?=\d|$)/, '_');
    let name = plain;
    for (let n = 2; taken.has(name); n += 1) name = `${plain}_${String(n)}`;
    taken.add(name);
    names.set(id, name);
    return name;
  };
  const cells: Cell[] = [
    markdown(
      `# ${plainText(heading)}\n\nA study as code: change a cell, and all that depends on it runs again.`,
    ),
    code(`import { openLab } from 'npm:voxmetry';
import 'npm:voxmetry/ui';

const lab = await openLab();
invalidation.then(() => lab.dispose());`),
  ];
  for (const [i, source] of study.sources.entries())
    cells.push(
      ...sourceCells(source, nameFor(source.id, i === 0 ? 'scan' : `scan_${String(i + 1)}`)),
    );
  const used = new Set(study.steps.flatMap(readsOf));
  for (const brush of study.brushes.filter(({ id }) => used.has(id))) {
    const name = nameFor(brush.id, `${brush.name} painted`);
    cells.push(
      markdown(`## ${plainText(brush.name)}, painted`),
      code(`const ${name} = ${json(brush.tiles)};`),
    );
  }
  const measured: { readonly title: string; readonly name: string }[] = [];
  let shown = '';
  for (const step of study.steps) {
    const on = session.outcomes.value.get(step.on);
    const operation = session.catalogue.find(step.operation, on);
    const input = names.get(step.on);
    if (!step.enabled) {
      // What is switched off hands on what it is called on.
      if (input !== undefined) names.set(step.id, input);
      continue;
    }
    if (operation === undefined || input === undefined) throw unknownStep(step);
    const nameOf = (ref: string): string => {
      if (study.brushes.some(({ id }) => id === ref)) return `${input}.painted(${names.get(ref)!})`;
      const region = study.regions.find(({ id }) => id === ref);
      const found = names.get(ref) ?? (region && `${input}.shape(${json(region.shape)})`);
      if (found === undefined) throw unknownStep(step);
      return found;
    };
    const called =
      'waits' in operation.gives
        ? sheetText(step, operation, session, input, nameOf)
        : callText(step, operation, input, nameOf);
    const name = nameFor(step.id, step.operation);
    const heading = step.title ?? operation.label;
    cells.push(markdown(`## ${plainText(heading)}`));
    if (session.outcomes.value.get(step.id) === 'value') {
      measured.push({ title: heading, name });
      const table = 'value' in operation.gives && operation.gives.value === 'table';
      const show = table
        ? `Object.assign(document.createElement('vox-table'), { table: ${name} })`
        : name;
      cells.push(code(`const ${name} = await ${called};\ndisplay(${show});`));
    } else {
      cells.push(code(`const ${name} = ${called};`));
      if (GRIDS.has(session.outcomes.value.get(step.id))) shown = name;
    }
  }
  if (shown !== '') cells.push(...lastGrid(names.get(study.sources[0]?.id ?? '') ?? shown, shown));
  if (measured.length > 0) cells.push(...numbersCells(measured));
  return fileOf(heading, cells);
}

/** What opens a source: a sample is made, a file is asked for. */
function sourceCells({ name, hash, options }: StudySource, as: string): readonly Cell[] {
  const heading = markdown(`## ${plainText(name)}`);
  if (hash.startsWith('sample:'))
    return [
      heading,
      code(`const ${as} = await new Promise((resolve) => {
  const opener = Object.assign(document.createElement('vox-open'), { lab });
  opener.addEventListener('vox-opened', ({ detail }) => resolve(detail.volume));
  opener.openSample(${json(hash.slice('sample:'.length))});
});`),
    ];
  return [
    heading,
    code(
      `const ${as}_file = view(Object.assign(document.createElement('input'), { type: 'file' }));`,
    ),
    code(`const ${as} = await lab.open(${as}_file, ${json({ ...options, name })});`),
  ];
}

/** The call that makes a roll or a stack: it waits for the sheet in the mask of an electrode. */
function sheetText(
  step: StudyStep,
  { options, name }: OperationDescription,
  { catalogue }: Session,
  on: string,
  nameOf: (id: string) => string,
): string {
  const [electrode] = options;
  const mask = step.options[electrode!.name];
  const finding = catalogue.find(name === 'roll' ? 'windings' : 'sheets', 'mask');
  if (!isStepRef(mask) || finding === undefined) throw unknownStep(step);
  const call = callText({ ...step, operation: finding.name }, finding, nameOf(mask.ref), nameOf);
  return `await lab.${name}(${on}, ${call})`;
}

/** The call of a step: arguments by position first, as the library's methods take them. */
function callText(
  { operation, options }: StudyStep,
  description: OperationDescription,
  on: string,
  nameOf: (id: string) => string,
): string {
  const written = (option: OptionDescription): string | undefined => {
    const stored = options[option.name];
    if (stored === undefined || (stored === null && option.type === 'handle')) return undefined;
    if (isHandleOption(option) && isStepRef(stored)) return nameOf(stored.ref);
    if (isHandleOption(option) && isNamedRefs(stored)) {
      const parts = Object.entries(stored).map(
        ([name, { ref }]) => `${json(name)}: ${nameOf(ref)}`,
      );
      return `{ ${parts.join(', ')} }`;
    }
    const text = json(stored);
    return option.type === 'number' || option.type === 'numbers'
      ? text.replaceAll(/"(-?Infinity)"/g, '$1')
      : text;
  };
  const by = description.options.slice(0, description.positional).map(written);
  const named = description.options.slice(description.positional).flatMap((option) => {
    const text = written(option);
    return text === undefined ? [] : [`${option.name}: ${text}`];
  });
  while (by.length > 0 && by.at(-1) === undefined) by.pop();
  const given = by.map((each) => each ?? 'undefined');
  const last = given.at(-1);
  if (description.rest && last?.startsWith('[') === true) given[given.length - 1] = `...${last}`;
  if (named.length > 0) {
    while (given.length < description.positional) given.push('undefined');
    given.push(`{ ${named.join(', ')} }`);
  }
  return `${on}.${operation}(${given.join(', ')})`;
}

/** The last grid over the volume. */
function lastGrid(scan: string, grid: string): readonly Cell[] {
  return [
    markdown('## In the picture'),
    code(`display(
  Object.assign(document.createElement('vox-slice-view'), {
    lab,
    layers: [{ grid: ${scan} }${grid === scan ? '' : `, { grid: ${grid} }`}],
  }),
);`),
  ];
}

/** The numbers of all measures that are one: with its interval where it has one. */
function numbersCells(
  measured: readonly { readonly title: string; readonly name: string }[],
): readonly Cell[] {
  const entries = measured.map(({ title, name }) => `  [${json(title)}, ${name}],`).join('\n');
  return [
    markdown('## In numbers'),
    code(`const results = [
${entries}
];
const row = ([title, found]) => {
  const value = typeof found === 'number' ? found : found?.value;
  if (typeof value !== 'number') return [];
  const interval = found.interval?.map((end) => end ?? Infinity).join(' – ') ?? '';
  return [
    html\`<tr data-key=\${title} data-value=\${value}><th>\${title}</th><td>\${value}</td><td>\${interval}</td></tr>\`,
  ];
};
display(html\`<table>\${results.flatMap(row)}</table>\`);`),
  ];
}

function markdown(text: string): Cell {
  return { mode: 'text/markdown', text };
}

function code(text: string): Cell {
  return { mode: 'module', text };
}

/** A value as code that no page takes for its own. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

/** A text of the user as it stands, where Markdown reads marks and tags, and sets quotes anew. */
function plainText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>()#!|$&~"'.+-]/g, (mark) => `&#${String(mark.charCodeAt(0))};`);
}

function fileOf(title: string, cells: readonly Cell[]): string {
  const scripts = cells.map(({ mode, text }, i) => {
    const pinned = mode === 'module' ? ' pinned' : '';
    const lines = text.split('\n').map((line) => (line === '' ? '' : `    ${line}`));
    return `  <script id="${String(i + 1)}" type="${mode}"${pinned}>\n${lines.join('\n')}\n  </script>`;
  });
  const safe = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>
<notebook theme="${THEME}">
  <title>${safe}</title>
${scripts.join('\n')}
</notebook>
`;
}

function unknownStep({ id, operation }: StudyStep): VoxmetryError {
  return new VoxmetryError(
    'invalid-argument',
    `${operation}: the step cannot be written as code, because what it needs is not there. Mend the step, or switch it off.`,
    { op: operation, details: { step: id } },
  );
}
