// Draws the pictures of docs/twin.md, docs/images/twin.png of a run of twins and
// docs/images/generators.png: node scripts/twin-picture.mjs
import { runBench } from './bench-bundle.mjs';

process.exitCode = (await runBench('twin-picture.js')) || (await runBench('generators-picture.js'));
