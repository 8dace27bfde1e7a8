// The whole page: the bar at the top, what is below it, and what is said over it.
import { html, nothing } from 'lit';
import { emptyStudy } from 'voxmetry/session';
import { language, type Language } from 'voxmetry/ui';
import { LOOK_WORDS, LOOKS, look, wear, type Look } from './appearance.js';
import { isPainting, togglePainting } from './classes.js';
import { commandPalette } from './commands.js';
import { dock } from './dock.js';
import { icon, iconButton } from './icons.js';
import { save, savings } from './keep.js';
import { panels } from './panels.js';
import type { Shown } from './shown.js';
import { sidebar } from './sidebar.js';
import { splitter, type Split } from './splitter.js';
import { LAYOUT_WORDS, LAYOUTS, type Page, type Workbench } from './state.js';
import { statusLine } from './status.js';
import { PLANES, views } from './views.js';
import { chooseLanguage, words, type Words } from './words.js';

export const PAGE_SPLITS: readonly Split[] = [
  {
    ...{ name: 'side', label: 'sidebar', between: 'columns' },
    ...{ usual: 336, least: 260, most: 560, unit: 'px' },
  },
  {
    ...{ name: 'dock', label: 'results', between: 'rows' },
    ...{ usual: 38, least: 10, most: 85, unit: '%', behind: true },
  },
  {
    ...{ name: 'dock-side', label: 'results', between: 'columns' },
    ...{ usual: 34, least: 15, most: 70, unit: '%', behind: true },
  },
];

/** The page. */
export function page(bench: Workbench, shown: Shown): unknown {
  const isOpen = bench.scan.value !== undefined;
  return html`${top(bench, shown, isOpen)} ${notice(bench)}
    <main class=${isOpen ? `bench page-${bench.page.value} ${bench.layout.value}` : 'welcome'}>
      ${isOpen ? workplace(bench, shown) : welcome(bench, shown)}
    </main>
    ${isOpen ? statusLine(bench) : nothing} ${isOpen ? pages(bench) : nothing}
    ${dialogs(bench, shown, isOpen)}
    ${bench.dropping.value ? html`<div class="drop">${words.value.dropHere}</div>` : nothing}`;
}

function workplace(bench: Workbench, { layers, slices, scene, thresholds }: Shown): unknown {
  const [side, below, beside] = PAGE_SPLITS;
  return html`${sidebar(bench, layers, thresholds)} ${splitter(side!)}
    <div class="stage">
      ${planeChoice(bench)} ${views(bench, slices, scene)} ${splitter(below!)} ${splitter(beside!)}
      ${dock(bench)}
    </div>`;
}

/** Which view is large, where one is. */
function planeChoice(bench: Workbench): unknown {
  return html`<div class="planes" role="group" aria-label=${words.value.layoutOne}>
    ${(['z', 'y', 'x', 'space'] as const).map(
      (name) =>
        html`<button
          class=${name}
          aria-pressed=${String(name === (bench.layout.value === 'space' ? 'space' : bench.large.value))}
          @click=${() => {
            if (name === 'space') bench.arrange('space');
            else {
              bench.large.value = name;
              bench.arrange('one');
            }
          }}
        >
          ${PLANES[name]}
        </button>`,
    )}
  </div>`;
}

function top(bench: Workbench, shown: Shown, isOpen: boolean): unknown {
  const said = words.value;
  const { session } = bench;
  return html`<header class="top">
    <h1>${said.appName}</h1>
    ${
      isOpen
        ? html`<button
              class="quiet"
              aria-label=${said.open}
              @click=${() => {
                bench.dialog.value = 'open';
              }}
            >
              ${icon('open')}<span>${said.open}</span>
            </button>
            <span class="what" title=${bench.source.value?.name ?? ''}
              >${bench.source.value?.name ?? ''}</span
            >
            <span class="group">
              ${iconButton(
                'undo',
                `${said.undo} (Ctrl+Z)`,
                () => {
                  session.undo();
                },
                { disabled: !session.canUndo.value },
              )}
              ${iconButton(
                'redo',
                `${said.redo} (Ctrl+Y)`,
                () => {
                  session.redo();
                },
                { disabled: !session.canRedo.value },
              )}
            </span>
            <span class="group layouts" role="group" aria-label=${said.layout}>
              ${LAYOUTS.map((layout, i) =>
                iconButton(
                  layout,
                  `${said[LAYOUT_WORDS[layout]]} (${String(i + 1)})`,
                  () => {
                    bench.arrange(layout);
                  },
                  { pressed: bench.layout.value === layout },
                ),
              )}
            </span>
            ${iconButton(
              'measure',
              said.measure,
              () => {
                bench.measuring.value = !bench.measuring.value;
              },
              { pressed: bench.measuring.value },
            )}
            ${iconButton(
              'brush',
              said.paint,
              () => {
                togglePainting(bench);
              },
              { pressed: isPainting(bench), disabled: panels.value.length === 0 },
            )}
            ${saveMenu(bench, shown)}`
        : html`<span class="what"></span>`
    }
    <span class="group last">
      ${settings()}
      ${iconButton('help', `${said.help} (?)`, () => {
        bench.dialog.value = 'help';
      })}
    </span>
  </header>`;
}

/** A menu that closes when something in it is done, or the focus leaves it. */
function menu(name: 'save' | 'settings', label: string, text: string, content: unknown): unknown {
  const shut = (event: Event): void => {
    const details = event.currentTarget as HTMLDetailsElement;
    details.open = false;
  };
  return html`<details
    class="menu ${name}"
    @focusout=${(event: FocusEvent) => {
      const to = event.relatedTarget as Node | null;
      if (to !== null && !(event.currentTarget as Element).contains(to)) shut(event);
    }}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      shut(event);
      (event.currentTarget as Element).querySelector('summary')?.focus();
    }}
  >
    <summary class=${text === '' ? 'tool' : 'quiet'} title=${label} aria-label=${label}>
      ${icon(name)}${text === '' ? nothing : html`<span>${text}</span>`}
    </summary>
    <div class="items">${content}</div>
  </details>`;
}

function saveMenu(bench: Workbench, { layers, slices }: Shown): unknown {
  return menu(
    'save',
    words.value.keep,
    words.value.keep,
    savings(bench, layers.value, slices.value).map(
      (saving) =>
        html`<button
          @click=${(event: Event) => {
            (event.currentTarget as Element).closest('details')!.open = false;
            void save(bench, saving);
          }}
        >
          ${saving.title}
        </button>`,
    ),
  );
}

function settings(): unknown {
  const said = words.value;
  return menu(
    'settings',
    said.settings,
    '',
    html`<label
        >${said.appearance}
        <select
          @change=${(event: Event) => {
            wear((event.target as HTMLSelectElement).value as Look);
          }}
        >
          ${LOOKS.map(
            (each) =>
              html`<option value=${each} ?selected=${each === look.value}>
                ${said[LOOK_WORDS[each]]}
              </option>`,
          )}
        </select></label
      >
      <label
        >${said.languageName}
        <select
          @change=${(event: Event) => {
            chooseLanguage((event.target as HTMLSelectElement).value as Language);
          }}
        >
          <option value="en" ?selected=${language() === 'en'}>English</option>
          <option value="de" ?selected=${language() === 'de'}>Deutsch</option>
        </select></label
      >`,
  );
}

function notice(bench: Workbench): unknown {
  const shown = bench.notice.value;
  return html`<div class="notices" role=${shown?.kind === 'error' ? 'alert' : 'status'}>
    ${
      shown === null
        ? nothing
        : html`<div class="notice ${shown.kind}">
            <p>${shown.text} ${shown.help === undefined ? nothing : html`<b>${shown.help}</b>`}</p>
            ${iconButton('close', words.value.dismiss, () => {
              bench.notice.value = null;
            })}
          </div>`
    }
  </div>`;
}

function welcome(bench: Workbench, shown: Shown): unknown {
  const { opener } = shown;
  const said = words.value;
  const failure = bench.failure.value;
  if (failure !== null) {
    const isGpu = failure.code === 'webgpu-unavailable';
    return html`<section class="hello failed" role="alert">
      <h2>${isGpu ? said.noGpuTitle : said.workerTitle}</h2>
      <p>${failure.message}</p>
      <p class="soft">${isGpu ? said.noGpuHelp : said.workerHelp}</p>
      <button
        class="primary"
        @click=${() => {
          location.reload();
        }}
      >
        ${said.tryAgain}
      </button>
    </section>`;
  }
  return html`<section class="hello">
    <h2>${said.claim}</h2>
    <p class="lead">${said.claimMore}</p>
    ${
      bench.lab.value === null
        ? html`<p class="soft starting" role="status">${said.starting}</p>`
        : opener
    }
    ${studies(bench, shown)}
  </section>`;
}

/** What opens or begins a study, and no volume. */
function studies(bench: Workbench, { chooseStudy }: Shown): unknown {
  return html`<p class="studies">
    <button class="plain" @click=${chooseStudy}>${words.value.openStudy}</button>
    ${bench.session.study.value.sources.length === 0 ? nothing : newStudy(bench)}
  </p>`;
}

function newStudy(bench: Workbench): unknown {
  return html`<button
    class="plain"
    @click=${() => {
      for (const volume of bench.session.volumes.value.values()) volume.close();
      bench.session.open(emptyStudy());
      bench.range.value = '';
      bench.wipe.value = null;
      bench.dialog.value = null;
    }}
  >
    ${words.value.newStudy}
  </button>`;
}

function dialogs(bench: Workbench, shown: Shown, isOpen: boolean): unknown {
  const which = bench.dialog.value;
  if (which === null || (which === 'open' && !isOpen)) return nothing;
  const said = words.value;
  const close = (): void => {
    bench.dialog.value = null;
  };
  const title = { open: said.openTitle, help: said.helpKeys, commands: said.commands }[which];
  const content = {
    open: () => html`${shown.opener} ${studies(bench, shown)}`,
    help: () => keys(),
    commands: () => commandPalette(bench, shown),
  }[which];
  return html`<dialog
    class=${which}
    aria-label=${title}
    @close=${close}
    @click=${(event: MouseEvent) => {
      if (event.target === event.currentTarget) close();
    }}
  >
    <div class="inside">
      <header>
        <h2>${title}</h2>
        ${iconButton('close', said.close, close)}
      </header>
      ${content()}
    </div>
  </dialog>`;
}

const KEYS: readonly (readonly [string, keyof Words])[] = [
  ['← ↑ → ↓', 'key_arrows'],
  ['PgUp PgDn', 'key_page'],
  ['+ −', 'key_zoom'],
  ['M', 'key_m'],
  ['T', 'key_t'],
  ['/ Ctrl+K', 'key_slash'],
  ['Ctrl+Enter', 'key_run'],
  ['Ctrl+Z Ctrl+Y', 'key_undo'],
  ['1 2 3 4', 'key_layout'],
  ['Esc', 'key_escape'],
  ['?', 'key_help'],
];

function keys(): unknown {
  return html`<dl class="keys">
      ${KEYS.map(
        ([key, what]) =>
          html`<div>
            <dt><kbd>${key}</kbd></dt>
            <dd>${words.value[what]}</dd>
          </div>`,
      )}
    </dl>
    <p class="soft">${words.value.helpMore}</p>`;
}

/** The pages of a narrow screen. */
function pages(bench: Workbench): unknown {
  const said = words.value;
  const all: readonly (readonly [Page, string])[] = [
    ['views', said.views],
    ['work', said.work],
    ['read', said.read],
  ];
  return html`<nav class="pages" aria-label=${said.appName}>
    ${all.map(
      ([name, title]) =>
        html`<button
          aria-current=${bench.page.value === name ? 'page' : 'false'}
          @click=${() => {
            bench.page.value = name;
          }}
        >
          ${title}
        </button>`,
    )}
  </nav>`;
}
