// Draws docs/images/twin.png of a run of twins: node scripts/twin-picture.mjs
import { runBench } from './bench-bundle.mjs';

process.exitCode = await runBench('twin-picture.js');
