// The palette of commands: all operations, and all that the page itself can do, by their words.
import { html } from 'lit';
import type { Language, PaletteEntry } from 'voxmetry/ui';
import { LOOK_WORDS, LOOKS, wear } from './appearance.js';
import { togglePainting } from './classes.js';
import { tabsOf } from './dock.js';
import { save, savings } from './keep.js';
import type { Shown } from './shown.js';
import { LAYOUT_WORDS, LAYOUTS, type Workbench } from './state.js';
import { chooseLanguage, fill, words } from './words.js';

/** Something that the page can do. */
interface Command extends PaletteEntry {
  readonly act: () => void;
}

const LANGUAGES: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['de', 'Deutsch'],
];

/** All that the page can do now. */
function commandsOf(bench: Workbench, { layers, slices, chooseStudy }: Shown): readonly Command[] {
  const said = words.value;
  const { session } = bench;
  const found: Command[] = [];
  const add = (label: string, act: () => void): void => {
    const name = `command-${String(found.length)}`;
    found.push({ name, label, group: said.commands, gives: { grid: 'same' }, act });
  };
  const isOpen = bench.scan.value !== undefined;
  if (isOpen) {
    if (bench.due.value.length > 0)
      add(said.runAll, () => {
        void bench.run();
      });
    if (session.canUndo.value)
      add(said.undo, () => {
        session.undo();
      });
    if (session.canRedo.value)
      add(said.redo, () => {
        session.redo();
      });
    for (const layout of LAYOUTS)
      add(`${said.layout}: ${said[LAYOUT_WORDS[layout]]}`, () => {
        bench.arrange(layout);
      });
    for (const { name, title } of tabsOf(bench))
      add(fill(said.showTab, { name: title }), () => {
        bench.page.value = 'read';
        bench.tab.value = name;
      });
    add(said.measure, () => {
      bench.measuring.value = !bench.measuring.value;
    });
    add(said.paint, () => {
      togglePainting(bench);
    });
    for (const saving of savings(bench, layers.value, slices.value))
      add(fill(said.saveAs, { name: saving.title }), () => {
        void save(bench, saving);
      });
    add(said.openTitle, () => {
      bench.dialog.value = 'open';
    });
  }
  add(said.openStudy, chooseStudy);
  for (const each of LOOKS)
    add(`${said.appearance}: ${said[LOOK_WORDS[each]]}`, () => {
      wear(each);
    });
  for (const [language, name] of LANGUAGES)
    add(`${said.languageName}: ${name}`, () => {
      chooseLanguage(language);
    });
  add(said.help, () => {
    bench.dialog.value = 'help';
  });
  return found;
}

/** The palette, as the content of a dialog. */
export function commandPalette(bench: Workbench, shown: Shown): unknown {
  const commands = commandsOf(bench, shown);
  const recipe = document.querySelector('vox-recipe');
  return html`<vox-palette
    .operations=${[...commands, ...(recipe?.operations ?? [])]}
    .placeholder=${words.value.searchCommands}
    @vox-operation=${({ detail }: CustomEvent<PaletteEntry>) => {
      bench.dialog.value = null;
      const command = commands.find((each) => each === detail);
      if (command !== undefined) command.act();
      else {
        const operation = recipe?.operations.find((each) => each === detail);
        if (operation === undefined) return;
        bench.page.value = 'work';
        recipe?.add(operation);
      }
    }}
    @vox-close=${() => {
      bench.dialog.value = null;
    }}
  ></vox-palette>`;
}
