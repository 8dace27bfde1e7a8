// How the numbers were made, in whole sentences: data, steps, estimators, software.
import type { Provenance } from 'voxmetry';
import type { OptionDescription } from 'voxmetry/operations';
import type { Session } from '../session/session.js';
import { isNamedRefs, isStepRef, type StudySource, type StudyStep } from '../session/study.js';
import { fill } from '../strings.js';
import { statedNumber, statedTimes, type Phrase } from './phrase.js';
import { provenanceOf, rulesOf, type ReportedResult } from './session_results.js';

/** What is known of a grid's voxels. */
interface Voxels {
  readonly spacing: readonly number[];
  readonly unit: string;
}

/** The methods of a study, a paragraph each. */
export function methodsOf(
  session: Session,
  results: readonly ReportedResult[],
  phrase: Phrase,
): readonly string[] {
  const { words } = phrase;
  const { sources, steps } = session.study.value;
  const on = steps.filter(({ enabled }) => enabled);
  const off = steps.filter(({ enabled }) => !enabled);
  const clauses = on.map((step) => stepClause(session, step, phrase));
  const processed = sources.length > 1 ? words.processedMany : words.processed;
  const measures = results.map((result) => measureText(session, result, phrase));
  const provenances = results.flatMap(({ value }) => provenanceOf(value) ?? []);
  const warnings = new Set(provenances.flatMap((each) => each.warnings));
  return [
    sources.map((source) => sourceText(session, source, phrase)).join(' '),
    clauses.length === 0
      ? ''
      : fill(processed, { count: clauses.length, steps: clauses.join('; ') }),
    off.length === 0
      ? ''
      : fill(words.offText, { steps: off.map((step) => titleIn(session, step)).join(', ') }),
    notesText(provenances, phrase),
    ...measures,
    results.length === 0 ? '' : words.intervalsAre,
    [...warnings].map((warning) => fill(words.warning, { warning })).join(' '),
    ...softwareTexts(results, phrase),
  ].filter((text) => text !== '');
}

/** What computed the results, where they agree one sentence for all; and how to cite it. */
function softwareTexts(results: readonly ReportedResult[], phrase: Phrase): readonly string[] {
  const provenances = results.flatMap(({ value }) => provenanceOf(value) ?? []);
  const said = new Set(provenances.map((each) => softwareText(each, phrase)));
  const libraries = new Set(provenances.map(({ library }) => library));
  return [
    [...said].join(' '),
    ...Array.from(libraries, (library) =>
      fill(phrase.words.citation, { version: library.split(' ').at(-1) ?? library }),
    ),
  ];
}

function softwareText({ library, adapter, date }: Provenance, { words }: Phrase): string {
  const name = adapter.description || adapter.device || adapter.vendor || words.noAdapter;
  return fill(words.software, {
    library,
    adapter: adapter.software ? fill(words.softwareAdapter, { name }) : name,
    day: date.slice(0, 10),
  });
}

function sourceText(session: Session, source: StudySource, phrase: Phrase): string {
  const { words } = phrase;
  const { name, options, facts } = source;
  const volume = session.volumes.value.get(source.id) ?? facts;
  if (volume === null) return fill(words.volumeUnknown, { name });
  const { size, spacing, unit, dtype } = volume;
  const voxels = `${statedTimes(size, phrase)} ${words.voxels}`;
  const said = [facts?.format ?? '', voxels, dtype].filter((each) => each !== '').join(', ');
  if (unit === 'px') return fill(words.unknownSize, { name, facts: said });
  return fill(words.volumeText, {
    name,
    facts: said,
    voxel: `${statedTimes(spacing, phrase)} ${unit}`,
    source: options.spacing === undefined ? words.fromFile : words.stated,
  });
}

/** The name of a step or a source: 'step 3', or the name of the volume. */
export function inputName(session: Session, id: string, { words }: Phrase): string {
  const { steps, sources } = session.study.value;
  const at = steps.findIndex((step) => step.id === id);
  if (at >= 0) return fill(words.stepName, { n: at + 1 });
  return sources.find((source) => source.id === id)?.name ?? id;
}

/** How a step is called: as its user says, or by its operation. */
export function titleIn(session: Session, step: StudyStep): string {
  const kind = session.outcomes.value.get(step.on);
  return step.title ?? session.catalogue.find(step.operation, kind)?.label ?? step.operation;
}

function stepClause(session: Session, step: StudyStep, phrase: Phrase): string {
  const { words } = phrase;
  const options = optionTexts(session, step, phrase);
  const text = fill(words.stepText, {
    n: session.study.value.steps.indexOf(step) + 1,
    label: titleIn(session, step),
    operation: step.operation,
    on: inputName(session, step.on, phrase),
  });
  return options.length === 0
    ? text
    : `${text}${fill(words.stepOptions, { options: options.join(', ') })}`;
}

/** All parameters of a step, those that were left out by their defaults, in physical units. */
export function optionTexts(session: Session, step: StudyStep, phrase: Phrase): string[] {
  const kind = session.outcomes.value.get(step.on);
  const options = session.catalogue.find(step.operation, kind)?.options ?? [];
  const on = session.handles.value.handles.get(step.on);
  const voxels = on !== undefined && 'spacing' in on ? on : undefined;
  return options.flatMap((option) => {
    const value = step.options[option.name] ?? option.default;
    if (value === null) return [];
    const label = option.label.toLowerCase();
    if (isStepRef(value)) return [`${label} ${inputName(session, value.ref, phrase)}`];
    if (isNamedRefs(value)) return [`${label} ${Object.keys(value).join(', ')}`];
    return [`${label} ${optionText(value, option, voxels, phrase)}`];
  });
}

function optionText(
  value: unknown,
  { unit }: OptionDescription,
  voxels: Voxels | undefined,
  phrase: Phrase,
): string {
  const { words } = phrase;
  if (typeof value === 'number') {
    if (unit === 'length') return `${statedNumber(value, phrase)} ${voxels?.unit ?? ''}`.trim();
    if (unit === 'voxels') return voxelText([value, value, value], statedNumber(value, phrase));
    const of = unit === 'intensity' ? words.greyLevels : unit;
    return `${statedNumber(value, phrase)} ${of}`.trim();
  }
  if (typeof value === 'boolean' || typeof value === 'string') return String(value);
  if (Array.isArray(value)) {
    const numbers = value.filter((each) => typeof each === 'number');
    if (unit === 'voxels' && numbers.length === 3 && value.length === 3)
      return voxelText(numbers, statedTimes(numbers, phrase));
    const of = unit === 'length' ? ` ${voxels?.unit ?? ''}` : '';
    return `${value.map((each) => optionText(each, { unit: '' } as OptionDescription, voxels, phrase)).join(', ')}${of}`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const { voxels: count } = value as { readonly voxels?: unknown };
  if (typeof count === 'number' && Object.keys(value).length === 1)
    return voxelText([count, count, count], statedNumber(count, phrase));
  return Object.entries(value)
    .map(
      ([key, each]) =>
        `${key} ${optionText(each, { unit: '' } as OptionDescription, voxels, phrase)}`,
    )
    .join(', ');

  /** A number of voxels, and what length that is; along each axis where these differ. */
  function voxelText(counts: readonly number[], said: string): string {
    const text = `${said} ${words.voxels}`;
    if (voxels === undefined || voxels.unit === 'px') return text;
    const all = counts.map((n, i) => Number((n * voxels.spacing[i]!).toPrecision(6)));
    const lengths =
      new Set(all).size === 1 && counts.length === 3 && !said.includes('×') ? [all[0]!] : all;
    return `${text} (${statedTimes(lengths, phrase)} ${voxels.unit})`;
  }
}

/** What the ops of the results note: each once, however many results rest on it. */
function notesText(provenances: readonly Provenance[], { words }: Phrase): string {
  const notes = provenances.flatMap((provenance) =>
    Object.entries(provenance.notes).map(([op, said]) =>
      fill(words.note, {
        op,
        said: Object.entries(said)
          .map(([key, note]) => (key === op ? note : `${key} ${note}`))
          .join(', '),
      }),
    ),
  );
  return notes.length === 0 ? '' : fill(words.notes, { notes: [...new Set(notes)].join('; ') });
}

/** How a result was computed: estimator, border, connectivity, whether it is exact. */
function measureText(session: Session, result: ReportedResult, phrase: Phrase): string {
  const { words } = phrase;
  const { estimator, border, connectivity } = rulesOf(result);
  const provenance = provenanceOf(result.value);
  const hash = provenance?.hashes[Object.keys(provenance.hashes)[0] ?? ''];
  const sentences = [
    fill(words.estimatorIs, { estimator }),
    border === '' ? '' : fill(words.borderIs, { border }),
    connectivity === '' ? '' : fill(words.connectivityIs, { connectivity }),
    provenance === undefined ? '' : provenance.exactness === 'exact' ? words.exact : words.floating,
    hash === undefined ? '' : fill(words.hashIs, { title: result.title, hash }),
  ];
  return fill(words.measured, {
    title: result.title,
    n: session.study.value.steps.findIndex(({ id }) => id === result.step) + 1,
    text: sentences.filter((each) => each !== '').join(' '),
  });
}
