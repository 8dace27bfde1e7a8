import { css, html, nothing } from 'lit';
import { VoxmetryError, type Lab, type NamedFile } from 'voxmetry';
import { define, look, VoxElement } from '../../element.js';
import { formatNumber, text } from '../../language.js';
import {
  runBatch,
  type BatchInput,
  type BatchResult,
  type BatchState,
} from '../../records/batch.js';
import { batchInputs, type FolderIs } from '../../records/batch_inputs.js';
import type { Records } from '../../records/records.js';
import type { Session } from '../../session/session.js';
import { fill } from '../../strings.js';
import { filesOf, filesOfDrop } from '../open_input.js';
import { zoneStyle } from '../zone_style.js';
import { recordsText } from './records_language.js';
import '../vox-progress.js';

interface Item {
  readonly input: BatchInput;
  readonly state: BatchState;
}

/**
 * Applies the study of a session to many files and folders, and records what it measures. Files
 * that fail say why and can be tried again; a cancel keeps what is recorded.
 *
 * @fires vox-batch - The batch has ended; `detail`: a {@link BatchResult}.
 * @csspart item - One file.
 * @example
 * ```ts no-run
 * import { openLab } from 'voxmetry';
 * import 'voxmetry/panels';
 * import { browserRecords, openRecords } from 'voxmetry/records';
 * import { openSession } from 'voxmetry/session';
 * const batch = document.body.appendChild(document.createElement('vox-batch'));
 * batch.lab = await openLab();
 * batch.session = await openSession();
 * batch.records = await openRecords(browserRecords());
 * ```
 */
export class VoxBatch extends VoxElement {
  /** @internal */
  static readonly properties = {
    lab: { attribute: false },
    session: { attribute: false },
    records: { attribute: false },
  };
  /** @internal */
  static readonly styles = [
    look,
    zoneStyle,
    css`
      .zone {
        padding: 1.25rem 1rem;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }
      .zone .row {
        justify-content: center;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
      }
      p {
        margin: 0;
      }
      ol {
        margin: 0.9rem 0;
        padding: 0;
        border: 1px solid var(--_line);
        border-radius: var(--_radius);
        list-style: none;
        max-height: 26rem;
        overflow: auto;
      }
      li {
        display: grid;
        grid-template-columns: 1.1rem minmax(4rem, 1fr) minmax(0, max-content) max-content;
        align-items: center;
        gap: 0.1rem 0.6rem;
        padding: 0.4rem 0.4rem 0.4rem 0.75rem;
      }
      li + li {
        border-top: 1px solid var(--_line);
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .mark {
        text-align: center;
      }
      .done .mark {
        color: var(--_accent);
      }
      .state {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .failed .mark,
      .failed .state {
        color: var(--_danger);
      }
      .state,
      .small {
        font-size: 0.8125em;
        color: var(--_soft);
      }
      .why {
        grid-column: 2 / -1;
        font-size: 0.8125em;
        color: var(--_danger);
        overflow-wrap: anywhere;
      }
      progress {
        width: 6rem;
        accent-color: var(--_accent);
      }
      li button {
        padding: 0 0.45rem;
        border-color: transparent;
        background: none;
        color: var(--_soft);
      }
      .empty {
        padding: 0.9rem 0;
      }
      .said {
        margin-top: 0.6rem;
      }
    `,
  ];

  /** The lab that opens and computes. Default null. */
  declare lab: Lab | null;
  /** The session whose study is applied. Default null. */
  declare session: Session | null;
  /** Where the numbers go. Default null. */
  declare records: Records | null;
  #items: readonly Item[] = [];
  #files: readonly NamedFile[] = [];
  #folderIs: FolderIs = 'files';
  #stop: AbortController | undefined;
  #error = '';
  #ended: BatchResult | undefined;
  #over = false;

  constructor() {
    super();
    this.lab = null;
    this.session = null;
    this.records = null;
  }

  /** Adds files to the list, as if they had been dropped. */
  addFiles(files: readonly NamedFile[]): void {
    if (files.length === 0 || this.#stop !== undefined) return;
    const known = new Set(this.#files.map(({ path }) => path));
    this.#files = [...this.#files, ...files.filter(({ path }) => !known.has(path))];
    this.#listFiles();
  }

  /** The list anew; what is known of a file stays. */
  #listFiles(): void {
    const before = new Map(this.#items.map((item) => [firstFile(item.input), item]));
    this.#items = batchInputs(this.#files, this.#folderIs).map((input) => {
      const known = before.get(firstFile(input));
      return known?.input.bytes === input.bytes ? known : { input, state: { state: 'waiting' } };
    });
    this.#error = '';
    this.requestUpdate();
  }

  /** Runs what is waiting or failed; resolves when it has ended. */
  async run(): Promise<void> {
    await this.#run(({ state }) => state === 'waiting' || state === 'failed');
  }

  /** Ends the batch; what is recorded stays. */
  cancel(): void {
    this.#stop?.abort();
  }

  async #run(wanted: (state: BatchState) => boolean): Promise<void> {
    const { lab, session, records } = this;
    if (this.#stop !== undefined || lab === null || session === null || records === null) return;
    const places = this.#items.flatMap(({ state }, place) => (wanted(state) ? [place] : []));
    for (const place of places) this.#set(place, { state: 'waiting' });
    const stop = (this.#stop = new AbortController());
    this.#error = '';
    this.#ended = undefined;
    this.requestUpdate();
    try {
      this.#ended = await runBatch({
        lab,
        records,
        study: session.study.value,
        inputs: places.map((place) => this.#items[place]!.input),
        signal: stop.signal,
        onItem: (place, state) => {
          this.#set(places[place]!, state);
        },
      });
      this.emit('vox-batch', this.#ended);
    } catch (thrown) {
      this.#error = VoxmetryError.from(thrown).message;
    } finally {
      this.#stop = undefined;
      this.requestUpdate();
    }
  }

  #set(place: number, state: BatchState): void {
    this.#items = this.#items.with(place, { ...this.#items[place]!, state });
    this.requestUpdate();
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A batch that nobody sees goes on nowhere.
    queueMicrotask(() => {
      if (!this.isConnected) this.cancel();
    });
  }

  /** @internal */
  protected override render(): unknown {
    const busy = this.#stop !== undefined;
    return html`${busy ? nothing : this.#zone()} ${this.#list()} ${this.#foot(busy)}`;
  }

  #zone(): unknown {
    const strings = recordsText();
    return html`<div
      class="zone ${this.#over ? 'over' : ''}"
      @dragover=${(event: DragEvent) => {
        event.preventDefault();
        this.#hover(true);
      }}
      @dragleave=${() => {
        this.#hover(false);
      }}
      @drop=${this.#onDrop}
    >
      <p class="soft">${strings.batchDrop}</p>
      <div class="row">
        ${this.#picker('files', strings.chooseFiles)}
        ${this.#picker('folder', strings.chooseFolder)}
        <label
          >${strings.folderIs}
          <select
            @change=${(event: Event) => {
              this.#folderIs = (event.target as HTMLSelectElement).value as FolderIs;
              this.#listFiles();
            }}
          >
            <option value="files">${strings.folderFiles}</option>
            <option value="scan">${strings.folderScan}</option>
          </select></label
        >
      </div>
    </div>`;
  }

  #picker(what: 'files' | 'folder', label: string): unknown {
    return html`<button
        @click=${() => {
          this.renderRoot.querySelector<HTMLInputElement>(`#${what}`)?.click();
        }}
      >
        ${label}</button
      ><input
        id=${what}
        type="file"
        multiple
        hidden
        ?webkitdirectory=${what === 'folder'}
        aria-label=${label}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          this.addFiles(filesOf(input.files));
          input.value = '';
        }}
      />`;
  }

  #list(): unknown {
    const strings = recordsText();
    if (this.#items.length === 0) return html`<p class="soft empty">${strings.nothingChosen}</p>`;
    return html`<ol aria-label=${strings.files} tabindex="0">
      ${this.#items.map((item, place) => this.#item(item, place))}
    </ol>`;
  }

  #item({ input, state }: Item, place: number): unknown {
    const strings = recordsText();
    const marks = { waiting: '·', running: '▸', done: '✓', skipped: '✓', failed: '✕' };
    const remove = fill(strings.removeFile, { name: input.name });
    return html`<li part="item" class=${state.state} data-state=${state.state}>
      <span class="mark" aria-hidden="true">${marks[state.state]}</span>
      <span class="name" title=${input.name}
        >${input.name} <span class="small">${bytesText(input.bytes)}</span></span
      >
      <span class="state">${this.#stateText(input, state)}</span>
      ${
        this.#stop === undefined
          ? html`<button
              aria-label=${remove}
              title=${remove}
              @click=${() => {
                this.#removeAt(place);
              }}
            >
              ×
            </button>`
          : nothing
      }
      ${state.state === 'failed' ? html`<span class="why">${state.error.message}</span>` : nothing}
    </li>`;
  }

  #stateText(input: BatchInput, state: BatchState): unknown {
    const strings = recordsText();
    if (state.state === 'running')
      return html`<progress max="1" .value=${state.fraction} aria-label=${text().busy}></progress>`;
    if (state.state !== 'done' && state.state !== 'skipped') return strings[state.state];
    const said =
      state.state === 'done' ? fill(strings.done, { values: state.values }) : strings.skipped;
    // The name of the sample is said where the file's does not begin with it.
    if (input.name.startsWith(state.sample)) return said;
    return `${said} · ${fill(strings.asSample, { sample: state.sample })}`;
  }

  #foot(busy: boolean): unknown {
    const strings = recordsText();
    const count = (state: BatchState['state']): number =>
      this.#items.filter((item) => item.state.state === state).length;
    const failed = count('failed');
    const counts = fill(strings.counts, {
      done: count('done'),
      skipped: count('skipped'),
      failed,
      waiting: count('waiting'),
    });
    const missing = this.session === null ? strings.noStudy : strings.noRecords;
    const cannot = this.lab === null || this.session === null || this.records === null;
    return html`${busy ? this.#progress() : this.#buttons(failed, count('waiting'), cannot)}
      <p class="small said" role="status">
        ${this.#items.length === 0 ? nothing : counts}
        ${this.#ended?.cancelled === true ? strings.cancelled : nothing}
      </p>
      ${cannot ? html`<p class="soft">${missing}</p>` : nothing}
      ${this.#error === '' ? nothing : html`<p class="error" role="alert">${this.#error}</p>`}`;
  }

  #progress(): unknown {
    const at = this.#items.findIndex(({ state }) => state.state === 'running');
    const item = this.#items[at];
    const fraction = item?.state.state === 'running' ? item.state.fraction : 0;
    const left = this.#items.filter(({ state }) => state.state === 'waiting').length;
    const count = this.#items.length;
    const done = count - left - (at < 0 ? 0 : 1);
    return html`<vox-progress
      .fraction=${(done + fraction) / count}
      .label=${fill(recordsText().running, { done: Math.min(count, done + 1), count, name: item?.input.name ?? '' })}
      @vox-cancel=${() => {
        this.cancel();
      }}
    ></vox-progress>`;
  }

  #buttons(failed: number, waiting: number, cannot: boolean): unknown {
    const strings = recordsText();
    if (this.#items.length === 0) return nothing;
    const begun = this.#items.length > waiting;
    return html`<div class="row">
      <button
        class="primary"
        ?disabled=${cannot || waiting === 0}
        @click=${() => {
          void this.#run(({ state }) => state === 'waiting');
        }}
      >
        ${begun && waiting > 0 ? strings.runAgain : strings.run}
      </button>
      ${
        failed === 0
          ? nothing
          : html`<button
              ?disabled=${cannot}
              @click=${() => {
                void this.#run(({ state }) => state === 'failed');
              }}
            >
              ${strings.retry}
            </button>`
      }
      <button
        @click=${() => {
          this.#files = [];
          this.#items = [];
          this.#ended = undefined;
          this.#listFiles();
        }}
      >
        ${strings.clearList}
      </button>
    </div>`;
  }

  #removeAt(place: number): void {
    const { input } = this.#items[place]!;
    const own = new Set(Array.isArray(input.input) ? input.input : []);
    this.#files = this.#files.filter((file) => !own.has(file) && file.file !== input.input);
    this.#items = this.#items.filter((_, i) => i !== place);
    this.requestUpdate();
  }

  readonly #onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.#hover(false);
    if (event.dataTransfer === null) return;
    void filesOfDrop(event.dataTransfer).then(
      (files) => {
        this.addFiles(files);
      },
      (error: unknown) => {
        this.#error = VoxmetryError.from(error).message;
        this.requestUpdate();
      },
    );
  };

  #hover(over: boolean): void {
    if (over === this.#over) return;
    this.#over = over;
    this.requestUpdate();
  }
}

/** The file by which an input is known again: its own, or the first of several. */
function firstFile({ input }: BatchInput): unknown {
  return Array.isArray(input) ? (input as readonly NamedFile[])[0]?.file : input;
}

function bytesText(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return formatNumber(bytes / 1000 ** power, {
    style: 'unit',
    unit: units[power]!,
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  });
}

define('vox-batch', VoxBatch);

declare global {
  interface HTMLElementTagNameMap {
    'vox-batch': VoxBatch;
  }
}
