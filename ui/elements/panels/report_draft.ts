// What is typed into the panel of the report, as a study keeps it with its views.
import { REPORT_SECTIONS, type ReportSection } from '../../report/options.js';
import { setView } from '../../session/edit_study.js';
import type { Session } from '../../session/session.js';

/** A line of the sample data. */
export type SampleLine = readonly [name: string, value: string];

/** What is typed into the panel. */
export interface ReportDraft {
  readonly title: string;
  readonly author: string;
  readonly sample: readonly SampleLine[];
  /** All sections in their order. */
  readonly order: readonly ReportSection[];
  /** Those that are left out. */
  readonly without: readonly ReportSection[];
}

const VIEW = 'report';

/** The draft that a session keeps; what it does not hold, or not well, is as it is at first. */
export function draftIn(session: Session): ReportDraft {
  const { views, title: ofStudy } = session.study.value;
  const { title, author, sample, order, without } = views[VIEW] ?? {};
  const known = sectionsOf(order);
  return {
    title: typeof title === 'string' ? title : ofStudy,
    author: typeof author === 'string' ? author : '',
    sample: linesOf(sample),
    order: [...known, ...REPORT_SECTIONS.filter((each) => !known.includes(each))],
    without: sectionsOf(without),
  };
}

/** Keeps a draft; it is nothing to undo. */
export function keepDraft(session: Session, draft: ReportDraft): void {
  session.amend((study) => setView(study, VIEW, { ...draft }));
}

function sectionsOf(given: unknown): readonly ReportSection[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  return REPORT_SECTIONS.filter((each) => list.includes(each)).sort(
    (a, b) => list.indexOf(a) - list.indexOf(b),
  );
}

function linesOf(given: unknown): readonly SampleLine[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  return list.flatMap((line) => {
    const [name, value] = Array.isArray(line) ? (line as readonly unknown[]) : [];
    return typeof name === 'string' && typeof value === 'string' ? [[name, value] as const] : [];
  });
}
