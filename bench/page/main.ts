import { mountPage } from './page.js';
import './style.css';

/** The runs that are kept in the repository: `bench/results/README.md` says how to add one. */
const KEPT = import.meta.glob<string>('../results/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const root = document.getElementById('page');
if (root !== null) {
  const page = mountPage(root);
  for (const name of Object.keys(KEPT).sort()) page.shelf.load(KEPT[name]!);
  page.draw();
}
