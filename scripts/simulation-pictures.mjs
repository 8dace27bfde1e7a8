// Draws the pictures of docs/simulation.md, docs/images/discharge.svg and docs/images/mesh.png:
// node scripts/simulation-pictures.mjs
import { runBench } from './bench-bundle.mjs';

process.exitCode = await runBench('simulation-pictures.js');
