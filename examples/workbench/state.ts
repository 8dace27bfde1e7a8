// What the workbench knows: the lab, the session, and what is shown where.
import { computed, signal, type Signal } from '@preact/signals-core';
import { VoxmetryError, type Axis, type Lab, type Table, type Volume } from 'voxmetry';
import type { Session } from 'voxmetry/session';
import type { WipeDetail } from 'voxmetry/ui';
import { recall, remember } from './remembered.js';
import { fill, words, type Words } from './words.js';

/** How the views are laid out. */
export const LAYOUTS = ['four', 'one', 'space', 'table'] as const;
export type Layout = (typeof LAYOUTS)[number];
/** How the layouts are called. */
export const LAYOUT_WORDS: Readonly<Record<Layout, keyof Words>> = {
  four: 'layoutFour',
  one: 'layoutOne',
  space: 'layoutSpace',
  table: 'layoutTable',
};
/** A view of the four. */
export type ViewName = Axis | 'space';
/** What narrow screens show, one at a time. */
export type Page = 'views' | 'work' | 'read';

/** Milliseconds for which what is no warning is said. */
const NOTICE_REST = 8000;

/** What is said over the page until it is dismissed. */
export interface Notice {
  readonly kind: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly help?: string;
}

/** All of the workbench that elements do not know themselves. */
export class Workbench {
  readonly session: Session;
  readonly lab: Signal<Lab | null> = signal(null);
  /** Why there is no lab. */
  readonly failure: Signal<VoxmetryError | null> = signal(null);
  readonly notice: Signal<Notice | null> = signal(null);
  readonly layout: Signal<Layout> = signal(recall('layout', LAYOUTS, 'four'));
  /** The slice that is large where one is. */
  readonly large: Signal<Axis> = signal('z');
  readonly maximised: Signal<ViewName | null> = signal(null);
  readonly page: Signal<Page> = signal('views');
  readonly tab: Signal<string> = signal('numbers');
  readonly dialog: Signal<'open' | 'help' | 'commands' | null> = signal(null);
  readonly dropping = signal(false);
  /** The measures that are being run. */
  readonly running: Signal<{ fraction: number | null; stop: AbortController } | null> =
    signal(null);
  readonly measuring = signal(false);
  readonly wipe: Signal<WipeDetail> = signal(null);
  readonly window: Signal<readonly [number, number] | null> = signal(null);
  readonly saved: Signal<string> = signal('');
  readonly memory = signal('');
  /** The sources for which the offer of a recipe was declined. */
  readonly declined: Signal<ReadonlySet<string>> = signal(new Set());
  /** Range of the volume as its histogram found it. */
  readonly range: Signal<string> = signal('');

  constructor(session: Session) {
    this.session = session;
  }

  /** The source that is shown: the last that is open. */
  readonly source = computed(() => {
    const volumes = this.session.volumes.value;
    return this.session.study.value.sources.findLast(({ id }) => volumes.has(id));
  });

  /** Its volume. */
  readonly scan = computed((): Volume | undefined => {
    const id = this.source.value?.id;
    return id === undefined ? undefined : this.session.volumes.value.get(id);
  });

  /** The tables of objects that were measured, with the step that made each. */
  readonly tables = computed(() => {
    const results = this.session.results.byStep.value;
    return this.session.study.value.steps.flatMap((step) => {
      const result = results.get(step.id);
      return isTable(result?.value) ? [{ step, table: result.value, stale: result.stale }] : [];
    });
  });

  /** The table that is shown: the chosen one, else the first of objects. */
  readonly table = computed(() => {
    const tables = this.tables.value;
    const chosen = this.session.chosen.value;
    return (
      tables.find(({ step }) => step.id === chosen) ??
      tables.find(({ table }) => table.columnNames.includes('label')) ??
      tables[0]
    );
  });

  /** The measures that have no value of now. */
  readonly due = computed(() => {
    const results = this.session.results.byStep.value;
    return [...this.session.handles.value.queries.keys()].filter((id) => {
      const result = results.get(id);
      return result === undefined || result.stale || result.error !== undefined;
    });
  });

  /** Runs what is due; shows what stops it. */
  async run(): Promise<void> {
    if (this.running.value !== null || this.due.value.length === 0) return;
    const stop = new AbortController();
    this.running.value = { fraction: null, stop };
    try {
      await this.session.results.run({
        signal: stop.signal,
        onProgress: (fraction) => {
          if (this.running.value?.stop === stop) this.running.value = { fraction, stop };
        },
      });
    } catch (error) {
      this.say(error);
    } finally {
      this.running.value = null;
    }
  }

  /** Says what went wrong, and what helps. */
  say(thrown: unknown): void {
    const error = VoxmetryError.from(thrown);
    if (error.code === 'cancelled') return;
    const help = helpFor(error);
    this.notice.value = { kind: 'error', text: error.message, ...(help === '' ? {} : { help }) };
  }

  /** Says something that is no error. What warns of nothing goes by itself. */
  tell(text: string, kind: 'info' | 'warning' = 'info'): void {
    const notice: Notice = { kind, text };
    this.notice.value = notice;
    if (kind === 'info')
      setTimeout(() => {
        if (this.notice.value === notice) this.notice.value = null;
      }, NOTICE_REST);
  }

  /** Puts a view in the whole place of all, or back. */
  maximise(view: ViewName): void {
    this.maximised.value = this.maximised.value === view ? null : view;
  }

  /** Chooses a layout, and keeps it. */
  arrange(layout: Layout): void {
    this.layout.value = layout;
    this.maximised.value = null;
    remember('layout', layout);
  }

  /** The name of a step as its user sees it. */
  nameOf(id: string): string {
    const { steps, sources } = this.session.study.value;
    const step = steps.find((each) => each.id === id);
    if (step === undefined) return sources.find((each) => each.id === id)?.name ?? '';
    const description = this.session.catalogue.find(
      step.operation,
      this.session.outcomes.value.get(step.on),
    );
    return step.title ?? description?.label ?? step.operation;
  }

  /** The name of a region as its user sees it. */
  regionName(id: string): string {
    const { regions } = this.session.study.value;
    const at = regions.findIndex((each) => each.id === id);
    const given = regions[at]?.name ?? '';
    return given === '' ? fill(words.value.region, { n: at + 1 }) : given;
  }
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && 'columns' in value && 'csvParts' in value;
}

/** What helps against an error, beside what its own message says. */
function helpFor({ code }: VoxmetryError): string {
  const said = words.value;
  switch (code) {
    case 'limit':
      return said.help_limit;
    case 'out-of-memory':
      return said.help_memory;
    case 'device-lost':
      return said.help_lost;
    case 'unsupported-format':
    case 'corrupt-file':
      return said.help_file;
    case 'storage':
      return said.help_storage;
    case 'webgpu-unavailable':
      return said.noGpuHelp;
    case 'worker-failed':
    case 'timeout':
      return said.workerHelp;
    default:
      return '';
  }
}
