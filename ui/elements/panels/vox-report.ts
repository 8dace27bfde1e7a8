import { signal } from '@preact/signals-core';
import { css, html, nothing } from 'lit';
import { VoxmetryError } from 'voxmetry';
import { define, look, VoxElement } from '../../element.js';
import { language } from '../../language.js';
import type { ReportCertainty, ReportPicture, ReportSection } from '../../report/options.js';
import { reportHtml } from '../../report/report_html.js';
import { resultsCsv } from '../../report/results_csv.js';
import { STYLE } from '../../report/style.js';
import type { Session } from '../../session/session.js';
import { fill } from '../../strings.js';
import { saveFile } from '../save_file.js';
import { lazyWords } from './lazy_words.js';
import { phraseInLanguage } from './phrase_now.js';
import { draftIn, keepDraft, type ReportDraft, type SampleLine } from './report_draft.js';
import { en } from './report_strings.js';

const words = lazyWords(en, async () => (await import('./report_strings_de.js')).de);

/**
 * Makes the report of a session: title, author, sample data, which sections in which order; a
 * preview; and saves it as HTML, prints it, or saves all numbers as CSV. What is typed is kept with
 * the views of the study.
 *
 * The preview cannot run scripts. Where the page's policy forbids inline styles it has its look all
 * the same.
 *
 * @example
 * ```ts no-run
 * import 'voxmetry/panels';
 * import { openSession } from 'voxmetry/session';
 * const panel = document.body.appendChild(document.createElement('vox-report'));
 * panel.session = await openSession();
 * ```
 */
export class VoxReport extends VoxElement {
  /** @internal */
  static readonly properties = {
    session: { attribute: false },
    pictures: { attribute: false },
    certainty: { attribute: false },
    workbench: { type: String },
  };
  /** @internal */
  static readonly styles = [
    look,
    css`
      .form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: 0.6rem 1.25rem;
      }
      label.field {
        display: grid;
        gap: 0.15rem;
        margin-bottom: 0.6rem;
        font-size: 0.8125em;
        color: var(--_soft);
      }
      label.field input {
        font-size: 0.875rem;
        color: var(--_text);
      }
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        margin-bottom: 0.2rem;
        font-size: 0.8125em;
        color: var(--_soft);
      }
      .line {
        display: grid;
        grid-template-columns: 1fr 1fr auto;
        gap: 0.35rem;
        margin-bottom: 0.35rem;
      }
      .line input {
        min-width: 0;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 0.25rem;
      }
      li label {
        flex: 1;
        display: flex;
        align-items: center;
        gap: 0.4rem;
      }
      li button {
        padding: 0 0.4rem;
        line-height: 1.4;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
        margin: 0.9rem 0;
      }
      iframe {
        width: 100%;
        height: min(80vh, 60rem);
        border: 1px solid var(--_line);
        border-radius: var(--_radius);
        background: var(--_surface);
      }
    `,
  ];

  /** The session that is reported. Default null. */
  declare session: Session | null;
  /** Takes the pictures when the report is written; default none. */
  declare pictures: (() => Promise<readonly ReportPicture[]>) | null;
  /** What `<vox-certainty>` found. Default []. */
  declare certainty: readonly ReportCertainty[];
  /** The address of a workbench, to which the report leads; default ''. */
  declare workbench: string;
  readonly #preview = signal('');
  readonly #busy = signal(false);
  readonly #error = signal('');
  readonly #phraseNow = phraseInLanguage();

  constructor() {
    super();
    this.session = null;
    this.pictures = null;
    this.certainty = [];
    this.workbench = '';
  }

  /**
   * The report as it would be saved now.
   *
   * @throws VoxmetryError as `reportHtml`.
   */
  async report(): Promise<string> {
    const { session, certainty, workbench } = this;
    if (session === null)
      throw new VoxmetryError('invalid-argument', words().noSession, { op: 'report' });
    const { title, author, sample, order, without } = draftIn(session);
    const pictures = without.includes('pictures') ? [] : ((await this.pictures?.()) ?? []);
    return reportHtml({
      session,
      author,
      sample: Object.fromEntries(sample.filter(([name]) => name !== '')),
      sections: order.filter((section) => !without.includes(section)),
      pictures,
      certainty,
      language: language(),
      ...(title === '' ? {} : { title }),
      ...(workbench === '' ? {} : { workbench }),
    });
  }

  /** @internal */
  protected override render(): unknown {
    const { session } = this;
    const strings = words();
    if (session === null) return html`<p class="soft">${strings.noSession}</p>`;
    const draft = draftIn(session);
    const error = this.#error.value;
    return html`<div class="form">
        <div>
          ${this.#field(strings.title, draft.title, (title) => ({ ...draft, title }))}
          ${this.#field(strings.author, draft.author, (author) => ({ ...draft, author }))}
          ${this.#sample(draft)}
        </div>
        ${this.#sections(draft)}
      </div>
      <div class="actions" role="group" aria-busy=${this.#busy.value ? 'true' : 'false'}>
        <button class="primary" ?disabled=${this.#busy.value} @click=${this.#show}>
          ${strings.preview}
        </button>
        <button ?disabled=${this.#busy.value} @click=${this.#save}>${strings.save}</button>
        <button ?disabled=${this.#busy.value} @click=${this.#print}>${strings.print}</button>
        <button
          @click=${() => {
            saveFile(resultsCsv(session), `${this.#fileName()}.csv`, 'text/csv');
          }}
        >
          ${strings.csv}
        </button>
        ${this.#busy.value ? html`<span class="soft" role="status">${strings.making}</span>` : nothing}
      </div>
      ${error === '' ? nothing : html`<p class="error" role="alert">${error}</p>`}
      ${
        this.#preview.value === ''
          ? nothing
          : html`<iframe
              title=${strings.frame}
              sandbox="allow-same-origin allow-modals"
              .srcdoc=${this.#preview.value}
              @load=${this.#dress}
            ></iframe>`
      }`;
  }

  #field(label: string, value: string, change: (value: string) => ReportDraft): unknown {
    return html`<label class="field"
      >${label}
      <input
        .value=${value}
        @change=${(event: Event) => {
          this.#keep(change((event.target as HTMLInputElement).value));
        }}
    /></label>`;
  }

  #sample(draft: ReportDraft): unknown {
    const strings = words();
    const set = (sample: readonly SampleLine[]): void => {
      this.#keep({ ...draft, sample });
    };
    return html`<fieldset>
      <legend>${strings.sample}</legend>
      ${draft.sample.map((line, i) => {
        const input = (part: 0 | 1, label: string): unknown =>
          html`<input
            aria-label=${`${label} ${String(i + 1)}`}
            .value=${line[part]}
            @change=${(event: Event) => {
              const { value } = event.target as HTMLInputElement;
              set(draft.sample.with(i, part === 0 ? [value, line[1]] : [line[0], value]));
            }}
          />`;
        return html`<div class="line">
          ${input(0, strings.sampleName)} ${input(1, strings.sampleValue)}
          <button
            aria-label=${fill(strings.removeSample, { name: line[0] })}
            @click=${() => {
              set(draft.sample.filter((_, other) => other !== i));
            }}
          >
            ×
          </button>
        </div>`;
      })}
      <button
        @click=${() => {
          set([...draft.sample, ['', '']]);
        }}
      >
        ${strings.addSample}
      </button>
    </fieldset>`;
  }

  #sections(draft: ReportDraft): unknown {
    const strings = words();
    const { order, without } = draft;
    const move = (at: number, by: 1 | -1): void => {
      const moved = order.with(at, order[at + by]!).with(at + by, order[at]!);
      this.#keep({ ...draft, order: moved });
    };
    const toggle = (section: ReportSection): void => {
      const others = without.filter((each) => each !== section);
      const left = others.length < without.length ? others : [...without, section];
      this.#keep({ ...draft, without: left });
    };
    const phrase = this.#phraseNow();
    return html`<fieldset>
      <legend>${strings.sections}</legend>
      <ol>
        ${order.map((section, i) => {
          const name = phrase?.words[section] ?? section;
          const arrow = (by: 1 | -1, sign: string, label: string): unknown =>
            html`<button
              aria-label=${fill(label, { name })}
              ?disabled=${order[i + by] === undefined}
              @click=${() => {
                move(i, by);
              }}
            >
              ${sign}
            </button>`;
          return html`<li>
            <label
              ><input
                type="checkbox"
                .checked=${!without.includes(section)}
                @change=${() => {
                  toggle(section);
                }}
              />${name}</label
            >
            ${arrow(-1, '↑', strings.up)} ${arrow(1, '↓', strings.down)}
          </li>`;
        })}
      </ol>
    </fieldset>`;
  }

  #keep(draft: ReportDraft): void {
    if (this.session !== null) keepDraft(this.session, draft);
  }

  /** A name for files, from the title. */
  #fileName(): string {
    const { title } = draftIn(this.session!);
    const plain = title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '');
    return plain === '' ? 'report' : plain.slice(0, 60);
  }

  /** Writes the report and does something with it; says what went wrong. */
  async #with(use: (report: string) => unknown): Promise<void> {
    this.#busy.value = true;
    this.#error.value = '';
    try {
      await use(await this.report());
    } catch (thrown) {
      this.#error.value = VoxmetryError.from(thrown).message;
    } finally {
      this.#busy.value = false;
    }
  }

  readonly #show = (): Promise<void> =>
    this.#with((report) => {
      this.#setPreview(report);
    });

  /**
   * Shows a report, without its style: a page's policy may forbid that, so that it is dressed when
   * it is there. Says whether it is another than was shown.
   */
  #setPreview(report: string): boolean {
    const before = this.#preview.value;
    this.#preview.value = report.replace(/<style>[^<]*<\/style>/, '');
    return this.#preview.value !== before;
  }

  readonly #dress = (event: Event): void => {
    const page = (event.target as HTMLIFrameElement).contentDocument;
    const view = page?.defaultView;
    if (page === null || view === null || view === undefined) return;
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(STYLE);
    page.adoptedStyleSheets = [sheet];
    page.documentElement.style.colorScheme = getComputedStyle(this).colorScheme;
  };

  readonly #save = (): Promise<void> =>
    this.#with((report) => {
      saveFile(report, `${this.#fileName()}.html`, 'text/html');
    });

  readonly #print = (): Promise<void> =>
    this.#with(async (report) => {
      const changed = this.#setPreview(report);
      await this.updateComplete;
      const frame = this.renderRoot.querySelector('iframe');
      if (frame === null) return;
      if (changed)
        await new Promise((resolve) => {
          frame.addEventListener('load', resolve, { once: true });
        });
      frame.contentWindow?.print();
    });
}

define('vox-report', VoxReport);

declare global {
  interface HTMLElementTagNameMap {
    'vox-report': VoxReport;
  }
}
